import { describe, expect, it } from 'vitest';
import { accentStyle } from '../../src/pages/accent.ts';

const style = (light: string, onLight: string, dark: string, onDark: string) =>
  `:root{--accent:${light};--on-accent:${onLight}}@media (prefers-color-scheme:dark){:root{--accent:${dark};--on-accent:${onDark}}}`;

/** The contrast of two colours (WCAG 2.2), worked out apart from the code. */
function contrast(one: string, other: string): number {
  const luminance = (color: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe("the publication's colour", () => {
  it('stays as it is where it can be read, and is lighter in the dark', () => {
    expect(accentStyle('0b5fa5')).toBe(style('#0b5fa5', '#ffffff', '#6097c5', '#000000'));
  });

  it('is darker where it could not be read on a light page', () => {
    expect(accentStyle('ffd700')).toBe(style('#806c00', '#ffffff', '#ffd700', '#000000'));
  });

  it.each(['000000', 'ffffff', '808080', 'ff0000', '00ff00', '0000ff', 'ffff00', '7f7fff', 'a3261c'])(
    'can be read on every background of site.css, and text on it: %s',
    (color) => {
      const [light = '', onLight = '', dark = '', onDark = ''] = accentStyle(color).match(/#[\da-f]{6}/g) ?? [];
      for (const it of ['#ffffff', '#f5f3f0', '#fdeceb', onLight])
        expect(contrast(light, it)).toBeGreaterThanOrEqual(4.5);
      for (const it of ['#17161a', '#222126', '#43201d', onDark])
        expect(contrast(dark, it)).toBeGreaterThanOrEqual(4.5);
    },
  );
});
