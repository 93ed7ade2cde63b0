import { SaxesParser } from 'saxes';
import type { Entry } from '../articles/entry.ts';
import { VALIDATED_FORMATS } from '../feeds/formats/index.ts';
import { renderEntry } from '../feeds/render.ts';
import type { Problem } from '../refusal.ts';
import type { Site } from '../site.ts';

const NAMESPACES = ['atom', 'content', 'dc', 'dcterms', 'media', 'sy'].map((it) => `xmlns:${it}="urn:${it}"`).join(' ');

/**
 * Renders an article in every format and reads XML back strictly, so that a story which would break a document is
 * refused before it is in one. What `JSON.stringify` wrote needs no reading.
 */
export function findRenderingProblem(entry: Entry, site: Site): Problem | undefined {
  for (const { format, syntax } of VALIDATED_FORMATS) {
    try {
      const fragment = renderEntry(entry, format, 'full', site);
      if (syntax === 'xml') readXml(`<root ${NAMESPACES}>${fragment}</root>`);
    } catch (error) {
      return {
        field: 'record',
        message: `cannot be rendered as ${format.id}: ${(error as Error).message.split('\n')[0]}`,
      };
    }
  }
  return undefined;
}

/** @throws {Error} where the text is not well-formed XML 1.0 with namespaces */
function readXml(xml: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}
