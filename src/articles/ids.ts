/** RFC 4151 §2.1: an authority, a date since when it has its name, and something specific. */
const TAG =
  /^tag:(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[a-z0-9._-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?),(\d{4}(?:-\d{2}(?:-\d{2})?)?):[^\s#]*$/i;
/** RFC 8141 §2: a namespace, and a name in it. */
const URN = /^urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:[^\s#?]+$/i;
/** RFC 9562 §4. */
const UUID = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns what is wrong with the permanent id of a story, by the rules of its scheme; undefined if nothing is. */
export function idProblem(id: string): string | undefined {
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(id)?.[0].toLowerCase();
  switch (scheme) {
    case 'http':
    case 'https':
      return undefined;
    case 'tag':
      return isTag(id) ? undefined : 'expected tag:authority,yyyy-mm-dd:something (RFC 4151)';
    case 'urn':
      if (/^urn:uuid:/i.test(id))
        return UUID.test(id) ? undefined : 'expected 32 hexadecimal digits as 8-4-4-4-12 (RFC 9562)';
      return URN.test(id) ? undefined : 'expected urn:namespace:name (RFC 8141)';
    default:
      return 'expected an id that begins with https:, http:, tag: or urn:';
  }
}

function isTag(id: string): boolean {
  const date = TAG.exec(id)?.[1];
  if (date === undefined) return false;
  const [, month = '01', day = '01'] = date.split('-');
  const isoDate = `${date.slice(0, 4)}-${month}-${day}`;
  return new Date(isoDate).toJSON()?.startsWith(isoDate) ?? false;
}
