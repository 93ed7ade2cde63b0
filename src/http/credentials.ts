/** What an Authorization header holds. */
export interface Credentials {
  /** A bearer token (RFC 6750 §2.1). */
  bearer?: string | undefined;
  /** The password of Basic authentication (RFC 7617 §2), in UTF-8; any name will do. */
  password?: string | undefined;
}

/** Reads an Authorization header. */
export function credentialsIn(authorization = ''): Credentials {
  const [, scheme = '', given = ''] = /^([a-z]+) +([\w.~+/=-]+)$/i.exec(authorization.trim()) ?? [];
  if (/^bearer$/i.test(scheme)) return { bearer: given };
  return /^basic$/i.test(scheme) ? { password: passwordIn(given) } : {};
}

function passwordIn(encoded: string): string | undefined {
  try {
    const text = new TextDecoder().decode(Uint8Array.from(atob(encoded), (it) => it.charCodeAt(0)));
    return /^[^:]*:(.*)$/s.exec(text)?.[1];
  } catch {
    return undefined;
  }
}
