/** Words with which systems say in several languages that a story is published, or not yet. */
const WORDS = {
  published: [
    'published, publish, live, online, posted, released',
    'veröffentlicht, publiziert, freigegeben, öffentlich',
    'publié, publiée, en ligne',
    'publicado, publicada, en línea',
    'opublikowany, opublikowana, opublikowane, opublikowano',
    'опубліковано, опублікований, опублікована, опубліковане, онлайн',
  ],
  draft: [
    'draft, drafts, unpublished, not published, offline, in review, pending review, wip',
    'entwurf, unveröffentlicht, nicht veröffentlicht, in arbeit, in bearbeitung',
    'brouillon, non publié, non publiée, hors ligne, en relecture',
    'borrador, no publicado, no publicada, sin publicar',
    'szkic, wersja robocza, roboczy, robocza, nieopublikowany, nieopublikowana, nieopublikowane, nieopublikowano',
    'чернетка, чорновик, неопубліковано, неопублікований, неопублікована, не опубліковано, не опублікована',
  ],
};

const STATUSES = new Map(
  (['published', 'draft'] as const).flatMap((status) =>
    WORDS[status].flatMap((line) => line.split(', ')).map((word) => [word, status] as const),
  ),
);

/** Returns what a word of English, German, French, Spanish, Polish or Ukrainian says of a story; undefined if nothing. */
export function statusIn(word: string): 'published' | 'draft' | undefined {
  const plain = word
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
  return STATUSES.get(plain);
}
