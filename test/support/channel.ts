import { freshWire, wire } from './wire.ts';

/** Opens a wire with twelve stories about Ukraine, of which some have other tags too, and three of other tags. */
export async function twelveStories(): Promise<void> {
  await freshWire();
  const tagsOf = (n: number) => ['Ukraine', ...(n % 2 === 0 ? ['Refugees'] : []), ...(n % 3 === 0 ? ['Sport'] : [])];
  for (let n = 1; n <= 12; n++) {
    await wire.story(`s${n}`, {
      title: `Story ${n}`,
      tags: tagsOf(n),
      published: `2026-02-${String(n).padStart(2, '0')}T10:00:00Z`,
    });
  }
  await wire.story('sport-only', { title: 'Story 99', tags: ['Sport'], published: '2026-01-01T10:00:00Z' });
  await wire.story('twin-b', { title: 'Twin B', tags: ['Twins'], published: '2026-01-02T10:00:00Z' });
  await wire.story('twin-a', { title: 'Twin A', tags: ['Twins'], published: '2026-01-02T10:00:00Z' });
  wire.pass(3600);
}
