import { connect, type Socket } from 'node:net';

const CONNECTIONS = 16;
const HEAD_END = '\r\n\r\n';

/** A request that is sent over and over, and what every answer must be. */
export interface Question {
  port: number;
  path: string;
  headers?: Record<string, string>;
  status: number;
}

/** A response as it came over the wire. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Buffer;
  /** Bytes of head and body. */
  length: number;
}

function requestBytes({ path, headers = {} }: Question): Buffer {
  const lines = Object.entries({ host: '127.0.0.1', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

/** Asks once, and reads the answer by its Content-Length (304 has no body: RFC 9110 §15.4.5). */
export async function ask(question: Question): Promise<Answer> {
  const socket = connect(question.port, '127.0.0.1');
  try {
    socket.write(requestBytes(question));
    let bytes = Buffer.alloc(0);
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk as Buffer]);
      const answer = parse(bytes);
      if (answer) return answer;
    }
    throw new Error(`${question.path}: the connection ended before the answer did`);
  } finally {
    socket.destroy();
  }
}

function parse(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const [statusLine = '', ...fields] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  const headers = new Headers(fields.map((it) => [it.slice(0, it.indexOf(':')), it.slice(it.indexOf(':') + 1).trim()]));
  const given = headers.get('content-length');
  if (status !== 304 && given === null) throw new Error('the answer has no Content-Length');
  const start = end + HEAD_END.length;
  const length = start + (status === 304 ? 0 : Number(given));
  return bytes.length < length ? undefined : { status, headers, body: bytes.subarray(start, length), length };
}

/**
 * Asks over kept connections, one request at a time on each, and counts. Answers must all have the length of the first:
 * so only the status line of each is looked at, and the generator costs little.
 * @returns answers per second
 */
export async function requestsPerSecond(question: Question, milliseconds: number): Promise<number> {
  const { status, length } = await ask(question);
  if (status !== question.status) throw new Error(`${question.path}: expected ${question.status}, got ${status}`);
  const request = requestBytes(question);
  const start = performance.now();
  const deadline = start + milliseconds;
  const counts = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => repeat(question, request, length, deadline)),
  );
  return counts.reduce((sum, it) => sum + it, 0) / ((performance.now() - start) / 1000);
}

/** One connection's part. @returns how many answers came */
function repeat({ port, path, status }: Question, request: Buffer, length: number, deadline: number): Promise<number> {
  const expected = Buffer.from(`HTTP/1.1 ${status} `);
  return new Promise((resolve, reject) => {
    let count = 0;
    let received = 0;
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(request));
    const fail = (message: string) => {
      socket.destroy();
      reject(new Error(`${path}: ${message}`));
    };
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => resolve(count));
    socket.on('data', (chunk) => {
      if (received === 0 && chunk.compare(expected, 0, expected.length, 0, expected.length) !== 0)
        return fail('another status under load');
      received += chunk.length;
      if (received < length) return;
      if (received > length) return fail('an answer of another length under load');
      received = 0;
      count++;
      if (performance.now() < deadline) socket.write(request);
      else socket.destroy();
    });
  });
}
