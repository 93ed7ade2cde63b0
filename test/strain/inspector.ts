import { pause } from './strain.ts';
import type { Wire } from './wire.ts';

interface Usage {
  usedSize: number;
  /** Of buffers, where V8 tells it. */
  backingStorageSize?: number;
}

/** Bytes that a process of the worker keeps after a garbage collection, as V8's inspector counts them. */
export async function heapBytes(wire: Wire, process = 0): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${wire.inspectorPort}/process-${process}`);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  try {
    // workerd collects with the next request.
    await Promise.all([
      command(socket, 1, 'HeapProfiler.collectGarbage'),
      pause(100).then(() => wire.ask('/robots.txt', { process })),
    ]);
    const { usedSize, backingStorageSize = 0 } = (await command(socket, 2, 'Runtime.getHeapUsage')) as Usage;
    return usedSize + backingStorageSize;
  } finally {
    socket.close();
  }
}

function command(socket: WebSocket, id: number, method: string): Promise<unknown> {
  return new Promise((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      const answer = JSON.parse(String(data)) as { id?: number; result?: unknown };
      if (answer.id === id) resolve(answer.result);
    });
    socket.send(JSON.stringify({ id, method }));
  });
}
