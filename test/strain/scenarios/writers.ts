import { none, type Row, type Strain } from '../strain.ts';

const WRITERS = 16;
const STORIES_OF_EACH = 3;
/** Milliseconds of the database's latency: so that writes meet. */
const LATE = 5;

/** Sixteen write at once, over two processes. */
export async function run({ long, start }: Strain): Promise<Row[]> {
  const wire = await start({ processes: 2 });
  try {
    await wire.condition({ late: LATE });
    const acknowledged = new Map<string, number>();
    const refused: string[] = [];
    const until = performance.now() + (long ? 10_000 : 3000);
    let writes = 0;
    const writer = async (number: number) => {
      for (let version = 1; performance.now() < until; version++) {
        const key = `writer-${number}-${version % STORIES_OF_EACH}`;
        const { status } = await wire.put(
          key,
          { title: `Version ${version}`, tags: ['News', `Desk ${number}`] },
          { process: number % 2 },
        );
        writes++;
        if (status < 300) acknowledged.set(key, version);
        else refused.push(`${status}`);
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
    await wire.condition();
    const lost: string[] = [];
    for (const [key, version] of acknowledged) {
      const { body } = await wire.api('GET', `/api/articles/${key}`);
      if (!body.includes(`Version ${version}`)) lost.push(`${key}: version ${version}`);
    }
    return [
      none(`refused, of ${writes} writes by ${WRITERS} writers`, refused),
      none('acknowledged versions that are lost', lost),
    ];
  } finally {
    await wire.stop();
  }
}
