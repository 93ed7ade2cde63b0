/** Media types of sounds and videos, by the extension of their files. */
const TYPES: Record<string, string> = {
  aac: 'audio/aac',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  ogv: 'video/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  weba: 'audio/webm',
  webm: 'video/webm',
};

/** The media type of a sound or video, by its address; undefined if that does not tell. */
export function soundOrVideoType(address: string): string | undefined {
  const extension = /\.([a-z0-9]+)(?:$|[?#])/i.exec(address)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
}

/** `audio` or `video`. */
export const mediumOf = (type: string): 'audio' | 'video' => (type.startsWith('video/') ? 'video' : 'audio');
