/** Red, green and blue, each from 0 to 255. */
type Rgb = [red: number, green: number, blue: number];

/** WCAG 2.2 §1.4.3: text needs this contrast to what is behind it. */
const MIN_CONTRAST = 4.5;
/** The darkest background of text in the light colours of site.css, and the lightest in the dark ones: `--notice`. */
const LIGHT_BACKGROUND: Rgb = [0xfd, 0xec, 0xeb];
const DARK_BACKGROUND: Rgb = [0x43, 0x20, 0x1d];
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const STEPS = 40;

/**
 * The stylesheet that gives pages the publication's colour: darker or lighter where it could not be read otherwise.
 * @param color six hexadecimal digits
 */
export function accentStyle(color: string): string {
  const rgb = parsed(color);
  const onLight = readable(rgb, LIGHT_BACKGROUND, BLACK);
  const onDark = readable(rgb, DARK_BACKGROUND, WHITE);
  return `:root{${variables(onLight)}}@media (prefers-color-scheme:dark){:root{${variables(onDark)}}}`;
}

const variables = (accent: Rgb) => `--accent:${written(accent)};--on-accent:${written(textOn(accent))}`;

/** Moves a colour towards black or white until it can be read on a background. */
function readable(color: Rgb, background: Rgb, towards: Rgb): Rgb {
  for (let step = 0; step < STEPS; step++) {
    const mixed = color.map((it, at) => Math.round(it + ((towards[at] as number) - it) * (step / STEPS))) as Rgb;
    if (contrast(mixed, background) >= MIN_CONTRAST) return mixed;
  }
  return towards;
}

const textOn = (background: Rgb) => (contrast(WHITE, background) >= contrast(BLACK, background) ? WHITE : BLACK);

/** The contrast ratio of two colours (WCAG 2.2), from 1 to 21. */
function contrast(one: Rgb, other: Rgb): number {
  const [lighter, darker] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** The relative luminance of a colour (WCAG 2.2). */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((it) => {
    const part = it / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const parsed = (color: string) => [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as Rgb;
const written = (color: Rgb) => `#${color.map((it) => it.toString(16).padStart(2, '0')).join('')}`;
