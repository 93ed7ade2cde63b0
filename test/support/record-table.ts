import * as v from 'valibot';
import { ArticleRecordSchema } from '../../src/articles/record.ts';

/** The table of fields in docs/record.md, from the schema. */
export function recordTable(): string {
  const rows = Object.entries(ArticleRecordSchema.entries).map(([name, schema]) => {
    const required = v.safeParse(schema as v.GenericSchema, undefined).success ? '' : 'yes';
    return `| \`${name}\` | ${required} | ${v.getDescription(schema as v.GenericSchema) ?? ''} |`;
  });
  return ['| field | required | what it is |', '|---|---|---|', ...rows].join('\n');
}
