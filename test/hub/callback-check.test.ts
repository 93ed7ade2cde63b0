import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { CallbackError, checkCallback, checkResolved } from '../../src/hub/callback-check.ts';
import { specialUseOf } from '../../src/hub/ip-addresses.ts';

const OWN = { ownOrigin: 'https://wire.example' };
const PUBLIC = { allowLoopback: false };
const LOCAL = { allowLoopback: true };
const TWO_THOUSAND = 'https://news.example/'.padEnd(2000, 'x');

/** Returns the refusal that a subscriber gets, or "passes". */
function verdict(callback: string, options = { ...PUBLIC, ...OWN }): string {
  try {
    checkCallback(callback, options);
    return 'passes';
  } catch (error) {
    if (!(error instanceof CallbackError)) throw error;
    return error.message;
  }
}

const address = (text: string) => `expected a public address, got ${text}`;
const absolute = (text: string) => `expected an absolute http or https URL, got "${text}"`;
const stray = (text: string) => `expected a URL as RFC 3986 has it, got ${text} in it`;
const publicName = (text: string) => `expected a public name such as news.example, got "${text}"`;
const local = (name: string, label: string, source: string) =>
  `expected a public name, got "${name}": "${label}" is not public (${source})`;

const HOSTILE: [callback: string, told: string][] = [
  // loopback, in every spelling
  ['http://127.0.0.1/', address('127.0.0.1 (loopback)')],
  ['http://127.255.255.254:8080/', address('127.255.255.254 (loopback)')],
  ['http://127.1/', address('127.0.0.1 (loopback)')],
  ['http://127.0.1/', address('127.0.0.1 (loopback)')],
  ['http://127.0.0.1./', address('127.0.0.1 (loopback)')],
  ['http://2130706433/', address('127.0.0.1 (loopback)')],
  ['http://0x7f000001/', address('127.0.0.1 (loopback)')],
  ['http://0X7F.1/', address('127.0.0.1 (loopback)')],
  ['http://017700000001/', address('127.0.0.1 (loopback)')],
  ['http://0177.0.0.01/', address('127.0.0.1 (loopback)')],
  ['http://0x7f.0.0x0.1/', address('127.0.0.1 (loopback)')],
  ['http://%31%32%37.0.0.1/', address('127.0.0.1 (loopback)')],
  ['http://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1/', address('127.0.0.1 (loopback)')],
  ['http://127%E3%80%820%E3%80%820%E3%80%821/', address('127.0.0.1 (loopback)')],
  ['http://[::1]/', address('::1 (loopback)')],
  ['http://[0:0:0:0:0:0:0:1]/', address('::1 (loopback)')],
  ['http://[0000::0001]:80/', address('::1 (loopback)')],
  // this network, private, shared, link-local, reserved
  ['http://0/', address('0.0.0.0 (unspecified)')],
  ['http://0.0.0.0/', address('0.0.0.0 (unspecified)')],
  ['http://0.1.2.3/', address('0.1.2.3 (unspecified)')],
  ['http://10.0.0.1/', address('10.0.0.1 (private)')],
  ['http://10.255.255.255/', address('10.255.255.255 (private)')],
  ['http://012.0.0.1/', address('10.0.0.1 (private)')],
  ['http://172.16.0.1/', address('172.16.0.1 (private)')],
  ['http://172.31.255.255/', address('172.31.255.255 (private)')],
  ['http://192.168.1.1/', address('192.168.1.1 (private)')],
  ['http://3232235777/', address('192.168.1.1 (private)')],
  ['http://192.168.257/', address('192.168.1.1 (private)')],
  ['http://100.64.0.1/', address('100.64.0.1 (carrierGradeNat)')],
  ['http://100.127.255.255/', address('100.127.255.255 (carrierGradeNat)')],
  ['http://169.254.1.1/', address('169.254.1.1 (linkLocal)')],
  ['http://192.0.0.8/', address('192.0.0.8 (reserved)')],
  ['http://192.0.2.1/', address('192.0.2.1 (reserved)')],
  ['http://192.88.99.1/', address('192.88.99.1 (reserved)')],
  ['http://198.18.0.1/', address('198.18.0.1 (reserved)')],
  ['http://198.19.255.255/', address('198.19.255.255 (reserved)')],
  ['http://198.51.100.7/', address('198.51.100.7 (reserved)')],
  ['http://203.0.113.7/', address('203.0.113.7 (reserved)')],
  ['http://224.0.0.1/', address('224.0.0.1 (multicast)')],
  ['http://239.255.255.250/', address('239.255.255.250 (multicast)')],
  ['http://240.0.0.1/', address('240.0.0.1 (reserved)')],
  ['http://255.255.255.255/', address('255.255.255.255 (broadcast)')],
  // what clouds answer their own machines
  ['http://169.254.169.254/latest/meta-data/', address('169.254.169.254 (linkLocal)')],
  ['http://0xa9fea9fe/', address('169.254.169.254 (linkLocal)')],
  ['http://0251.0376.0251.0376/', address('169.254.169.254 (linkLocal)')],
  ['http://[fd00:ec2::254]/', address('fd00:ec2::254 (uniqueLocal)')],
  ['http://[fd20:ce::254]/', address('fd20:ce::254 (uniqueLocal)')],
  ['http://100.100.100.200/', address('100.100.100.200 (carrierGradeNat)')],
  ['http://192.0.0.192/', address('192.0.0.192 (reserved)')],
  ['http://168.63.129.16/', address('168.63.129.16 (reserved)')],
  ['http://metadata.google.internal/', local('metadata.google.internal', 'internal', 'ICANN 2024')],
  ['http://metadata/', publicName('metadata')],
  // IPv6 that is local, reserved, or carries another address
  ['http://[::]/', address(':: (unspecified)')],
  ['http://[::ffff:127.0.0.1]/', address('::ffff:7f00:1 (ipv4Mapped)')],
  ['http://[::ffff:a00:1]/', address('::ffff:a00:1 (ipv4Mapped)')],
  ['http://[0:0:0:0:0:ffff:8.8.8.8]/', address('::ffff:808:808 (ipv4Mapped)')],
  ['http://[::127.0.0.1]/', address('::7f00:1 (reserved)')],
  ['http://[::10.0.0.1]/', address('::a00:1 (reserved)')],
  ['http://[::ffff:0:127.0.0.1]/', address('::ffff:0:7f00:1 (rfc6145)')],
  ['http://[64:ff9b::127.0.0.1]/', address('64:ff9b::7f00:1 (rfc6052)')],
  ['http://[64:ff9b::a9fe:a9fe]/', address('64:ff9b::a9fe:a9fe (rfc6052)')],
  ['http://[64:ff9b:1::10.0.0.1]/', address('64:ff9b:1::a00:1 (rfc6052)')],
  ['http://[2002:7f00:1::1]/', address('2002:7f00:1::1 (6to4)')],
  ['http://[2002:a9fe:a9fe::]/', address('2002:a9fe:a9fe:: (6to4)')],
  ['http://[2001:0:7f00:1::]/', address('2001:0:7f00:1:: (teredo)')],
  ['http://[2001:2::1]/', address('2001:2::1 (benchmarking)')],
  ['http://[2001:10::1]/', address('2001:10::1 (deprecatedOrchid)')],
  ['http://[2001:20::1]/', address('2001:20::1 (orchid2)')],
  ['http://[2001:1ff::1]/', address('2001:1ff::1 (reserved)')],
  ['http://[2001:db8::1]/', address('2001:db8::1 (reserved)')],
  ['http://[3fff:fff::1]/', address('3fff:fff::1 (reserved)')],
  ['http://[100::1]/', address('100::1 (discard)')],
  ['http://[fc00::1]/', address('fc00::1 (uniqueLocal)')],
  ['http://[fe80::1]/', address('fe80::1 (linkLocal)')],
  ['http://[febf::1]/', address('febf::1 (linkLocal)')],
  ['http://[fec0::1]/', address('fec0::1 (deprecatedSiteLocal)')],
  ['http://[ff02::1]/', address('ff02::1 (multicast)')],
  ['http://[4000::1]/', address('4000::1 (reserved)')],
  ['http://[5f00::1]/', address('5f00::1 (segmentRouting)')],
  ['http://[1fff::1]/', address('1fff::1 (reserved)')],
  ['http://[fe80::1%25eth0]/', absolute('http://[fe80::1%25eth0]/')],
  ['http://[fe80::1%eth0]/', absolute('http://[fe80::1%eth0]/')],
  ['http://[::1', absolute('http://[::1')],
  ['http://127.0.0.1.5/', absolute('http://127.0.0.1.5/')],
  ['http://256.0.0.1/', absolute('http://256.0.0.1/')],
  // names that are not public
  ['http://localhost/', local('localhost', 'localhost', 'RFC 6761 §6.3')],
  ['http://LOCALHOST:8787/', local('localhost', 'localhost', 'RFC 6761 §6.3')],
  ['http://localhost./', local('localhost.', 'localhost', 'RFC 6761 §6.3')],
  ['http://%6c%6fcalhost/', local('localhost', 'localhost', 'RFC 6761 §6.3')],
  ['http://news.localhost/', local('news.localhost', 'localhost', 'RFC 6761 §6.3')],
  ['http://localhost.localdomain/', local('localhost.localdomain', 'localdomain', 'the hosts file of many systems')],
  ['http://printer.local/', local('printer.local', 'local', 'RFC 6762 §3')],
  ['http://printer.local./', local('printer.local.', 'local', 'RFC 6762 §3')],
  ['http://db.internal/', local('db.internal', 'internal', 'ICANN 2024')],
  ['http://router.home.arpa/', local('router.home.arpa', 'arpa', 'RFC 3172 §2.1')],
  ['http://1.0.0.127.in-addr.arpa/', local('1.0.0.127.in-addr.arpa', 'arpa', 'RFC 3172 §2.1')],
  ['http://nas.lan/', local('nas.lan', 'lan', 'RFC 6762 appendix G')],
  ['http://wiki.intranet/', local('wiki.intranet', 'intranet', 'RFC 6762 appendix G')],
  ['http://wiki.private/', local('wiki.private', 'private', 'RFC 6762 appendix G')],
  ['http://wiki.corp/', local('wiki.corp', 'corp', 'ICANN 2018')],
  ['http://nas.home/', local('nas.home', 'home', 'ICANN 2018')],
  ['http://smtp.mail/', local('smtp.mail', 'mail', 'ICANN 2018')],
  ['http://news.test/', local('news.test', 'test', 'RFC 6761 §6.2')],
  ['http://news.invalid/', local('news.invalid', 'invalid', 'RFC 6761 §6.4')],
  ['http://news.onion/', local('news.onion', 'onion', 'RFC 7686 §2')],
  ['http://news.alt/', local('news.alt', 'alt', 'RFC 9476 §2')],
  ['http://intranet/', local('intranet', 'intranet', 'RFC 6762 appendix G')],
  ['http://redis:6379/', publicName('redis')],
  ['http://redis./', publicName('redis.')],
  ['http://constructor/', publicName('constructor')],
  ['http://news.example../', publicName('news.example..')],
  ['http://./', publicName('.')],
  ['http://a!b.example/', publicName('a!b.example')],
  [`http://${'a'.repeat(64)}.example/`, publicName(`${'a'.repeat(64)}.example`)],
  // credentials and fragments
  ['http://user:secret@news.example/', 'expected no user name or password, got "@" before the path'],
  ['http://user@news.example/', 'expected no user name or password, got "@" before the path'],
  ['http://@news.example/', 'expected no user name or password, got "@" before the path'],
  ['http://news.example%2f@127.0.0.1/', 'expected no user name or password, got "@" before the path'],
  ['http://news.example@127.0.0.1/', 'expected no user name or password, got "@" before the path'],
  ['https://news.example/#', 'expected no fragment, got "#"'],
  ['https://news.example/callback#part', 'expected no fragment, got "#"'],
  ['https://news.example/?a=1#b', 'expected no fragment, got "#"'],
  // other schemes, and what the parser would mend
  ['', absolute('')],
  ['/callback', absolute('/callback')],
  ['//news.example/', absolute('//news.example/')],
  ['news.example/callback', absolute('news.example/callback')],
  ['ftp://news.example/', absolute('ftp://news.example/')],
  ['file:///etc/passwd', absolute('file:///etc/passwd')],
  ['gopher://127.0.0.1:6379/_FLUSHALL', absolute('gopher://127.0.0.1:6379/_FLUSHALL')],
  ['javascript:alert(1)', absolute('javascript:alert(1)')],
  ['data:text/plain,x', absolute('data:text/plain,x')],
  ['ws://news.example/', absolute('ws://news.example/')],
  ['blob:https://news.example/1', absolute('blob:https://news.example/1')],
  ['http:', absolute('http:')],
  ['http://', absolute('http://')],
  ['http:///', absolute('http:///')],
  ['http:///news.example/', absolute('http:///news.example/')],
  ['http:news.example/', absolute('http:news.example/')],
  ['http:/news.example/', absolute('http:/news.example/')],
  ['http://?news.example', absolute('http://?news.example')],
  ['http://:80/', absolute('http://:80/')],
  ['http://news.example:65536/', absolute('http://news.example:65536/')],
  ['http://news.example:port/', absolute('http://news.example:port/')],
  ['http://news.example%00.corp/', absolute('http://news.example%00.corp/')],
  // characters that are in no URI
  ['http://news.example/a b', stray('U+0020')],
  [' https://news.example/', stray('U+0020')],
  ['https://news.example/\r\nX-Evil: 1', stray('U+000D')],
  ['https://news.example/\n', stray('U+000A')],
  ['ht\ttp://news.example/', stray('U+0009')],
  ['https://news.example/\0', stray('U+0000')],
  ['https://news.example/\x7f', stray('U+007F')],
  ['http:\\\\127.0.0.1\\', stray('U+005C')],
  ['http://news.example\\@127.0.0.1/', stray('U+005C')],
  ['https://news.example/?q=a\\b', stray('U+005C')],
  ['https://news.example/?q="x"', stray('U+0022')],
  ['https://news.example/<x>', stray('U+003C')],
  ['https://новини.example/', stray('U+043D')],
  ['http://①②⑦.0.0.1/', stray('U+2460')],
  ['http://127。0。0。1/', stray('U+3002')],
  ['https://news.example/\u{1f600}', stray('U+1F600')],
  ['https://news.example/\ud800', stray('U+D800')],
  // too long
  [`${TWO_THOUSAND}x`, 'expected at most 2000 characters, got 2001'],
  [`https://news.example/?${'a=1&'.repeat(50_000)}`, 'expected at most 2000 characters, got 200022'],
  // ourselves
  ['https://wire.example/hub', 'expected another server than this hub, got https://wire.example'],
  ['https://WIRE.example:443/hub', 'expected another server than this hub, got https://wire.example'],
  ['https://wire.example./hub', 'expected another server than this hub, got https://wire.example.'],
  ['http://wire.example/hub', 'expected another server than this hub, got http://wire.example'],
];

const GOOD = [
  'https://news.example/',
  'http://news.example',
  'HTTPS://News.Example/Callback',
  'https://example.com/websub',
  'https://news.example:8443/websub',
  'https://news.example:443/websub',
  'https://news.example./websub',
  'https://a.b.c.d.e.example/',
  'https://xn--b1amarcd.example/',
  'https://under_score.example/',
  'https://1.2.3.4.example/',
  'https://localhost.example/',
  'https://internal.example/',
  'https://wire.example:8443/websub',
  'https://wire.example.com/websub',
  'https://hub.wire.example/websub',
  'https://news.example/?',
  'https://news.example?id=1',
  'https://news.example/callback?id=1&token=a%20b%2Fc&x=',
  "https://news.example/callback?q=-._~!$&'()*+,;=:@/?",
  'https://news.example/callback?url=http://127.0.0.1/@x&y=//localhost',
  'https://news.example/callback?a[]=1&a[]=2',
  'https://news.example/callback?percent=100%',
  'https://news.example/a/../b/./c//d;v=1/%D0%BD',
  'https://news.example/@somebody/inbox',
  'http://8.8.8.8/callback',
  'http://1.1.1.1:8080/callback',
  'http://172.15.255.255/',
  'http://172.32.0.1/',
  'http://100.63.255.255/',
  'http://100.128.0.1/',
  'http://169.253.0.1/',
  'http://198.17.255.255/',
  'http://198.20.0.1/',
  'http://223.255.255.255/',
  'http://[2606:4700::1111]/callback',
  'http://[2001:200::1]/callback',
  'http://[2a00:1450:4001:82a::200e]:8080/',
  'http://[2003::1]/',
  TWO_THOUSAND,
];

describe('a callback', () => {
  it.each(HOSTILE)('is refused, with a reason: %j', (callback, told) => {
    expect(verdict(callback)).toBe(told);
  });

  it.each(GOOD)('passes: %s', (callback) => {
    expect(verdict(callback)).toBe('passes');
  });

  it('is quoted in part when it is long', () => {
    expect(verdict('x'.repeat(1000))).toBe(absolute('x'.repeat(100)));
  });
});

describe('a callback in local development', () => {
  const options = { ...LOCAL, ownOrigin: 'http://127.0.0.1:8787' };

  it.each([
    'http://127.0.0.1:9000/callback',
    'http://127.1.2.3/',
    'http://[::1]:9000/',
    'http://localhost:9000/',
    'http://localhost.:9000/',
    'https://news.example/',
  ])('passes: %s', (callback) => {
    expect(verdict(callback, options)).toBe('passes');
  });

  it.each([
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/',
    'http://0.0.0.0:9000/',
    'http://[::]:9000/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://news.localhost/',
    'http://localhost.localdomain/',
    'http://printer.local/',
    'http://redis/',
    'http://user@localhost/',
    'file://localhost/etc/passwd',
  ])('is refused: %s', (callback) => {
    expect(verdict(callback, options)).toMatch(/^expected /);
  });

  it.each([
    'http://127.0.0.1:8787/hub',
    'http://127.9.9.9:8787/hub',
    'http://localhost:8787/hub',
    'http://[::1]:8787/hub',
    'http://2130706433:8787/',
  ])('is not this hub by another name: %s', (callback) => {
    expect(verdict(callback, options)).toMatch(/^expected another server than this hub, got /);
  });
});

describe('the addresses that a name resolves to', () => {
  const CALLBACK = 'https://news.example/callback?id=1';
  const to =
    (...addresses: string[]) =>
    async () =>
      addresses;
  const inNode = async (host: string) => (await lookup(host, { all: true })).map((it) => it.address);

  it('pass when all of them are public', async () => {
    await checkResolved(CALLBACK, { ...PUBLIC, resolve: to('8.8.8.8', '2606:4700::1111') });
  });

  it('are asked for by the host that will be fetched', async () => {
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return ['8.8.8.8'];
    };
    await checkResolved('https://NEWS.example.:8443/', { ...PUBLIC, resolve });
    expect(asked).toEqual(['news.example.']);
  });

  it.each([
    ['a public one first', ['8.8.8.8', '10.0.0.1'], 'private'],
    ['loopback', ['127.0.0.1'], 'loopback'],
    ['IPv6 loopback', ['::1'], 'loopback'],
    ['mapped', ['::ffff:10.0.0.1'], 'ipv4Mapped'],
    ['mapped in hexadecimal', ['::ffff:a00:1'], 'ipv4Mapped'],
    ['link-local with a zone', ['fe80::1%eth0'], 'linkLocal'],
    ['metadata', ['2606:4700::1111', '169.254.169.254'], 'linkLocal'],
    ['NAT64', ['64:ff9b::7f00:1'], 'rfc6052'],
    ['6to4', ['2002:a00:1::'], '6to4'],
    ['no address at all', ['news.example'], 'no IP address'],
  ])('are refused when one is not: %s', async (_, addresses, use) => {
    await expect(checkResolved(CALLBACK, { ...PUBLIC, resolve: to(...addresses) })).rejects.toEqual(
      new CallbackError(`expected "news.example" to have public addresses only, got one that is not (${use})`),
    );
  });

  it('are refused when there are none', async () => {
    await expect(checkResolved(CALLBACK, { ...PUBLIC, resolve: to() })).rejects.toEqual(
      new CallbackError('expected "news.example" to have an address, got none'),
    );
  });

  it('are asked for each time, so that a name that changes is refused then', async () => {
    const answers = [['8.8.8.8'], ['192.168.1.1']];
    const resolve = async () => answers.shift() as string[];
    await checkResolved(CALLBACK, { ...PUBLIC, resolve });
    await expect(checkResolved(CALLBACK, { ...PUBLIC, resolve })).rejects.toThrow(CallbackError);
  });

  it('may be loopback in local development, and nothing else', async () => {
    await checkResolved('http://localhost/', { ...LOCAL, resolve: to('127.0.0.1', '::1') });
    await expect(checkResolved('http://localhost/', { ...LOCAL, resolve: to('::1', '10.0.0.1') })).rejects.toThrow(
      CallbackError,
    );
  });

  it('are not asked for where the host is one, which is checked as it is', async () => {
    const resolve = () => Promise.reject(new Error('asked'));
    await checkResolved('http://8.8.8.8/', { ...PUBLIC, resolve });
    await expect(checkResolved('http://[::1]/', { ...PUBLIC, resolve })).rejects.toThrow(address('::1 (loopback)'));
  });

  it('pass where the runtime has no resolver', async () => {
    await checkResolved(CALLBACK, PUBLIC);
  });

  it('are no verdict when the resolver fails', async () => {
    const resolve = () => Promise.reject(new Error('timed out'));
    const error = await checkResolved(CALLBACK, { ...PUBLIC, resolve }).catch((it: unknown) => it);
    expect(error).toEqual(new Error('timed out'));
    expect(error).not.toBeInstanceOf(CallbackError);
  });

  it('are those that Node finds: localhost', async () => {
    await expect(checkResolved('http://localhost/', { ...PUBLIC, resolve: inNode })).rejects.toThrow(CallbackError);
    await checkResolved('http://localhost/', { ...LOCAL, resolve: inNode });
  });

  it('are those that Node finds: the name of this machine', async ({ skip }) => {
    const addresses = await inNode(hostname()).catch(() => []);
    if (!addresses.some(specialUseOf)) skip(`${hostname()} has no private address here`);
    await expect(checkResolved(`http://${hostname()}/`, { ...PUBLIC, resolve: inNode })).rejects.toThrow(
      'to have public addresses only, got one that is not',
    );
  });
});
