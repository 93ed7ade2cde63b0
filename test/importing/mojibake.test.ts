import { describe, expect, it } from 'vitest';
import { encode } from '../../src/bytes.ts';
import { undoMojibake } from '../../src/importing/mojibake.ts';
import { lostByte } from '../../src/importing/utf8.ts';
import { cpuSeconds, MOST_SECONDS } from '../support/cpu.ts';

const read = (text: string, encoding: string) => new TextDecoder(encoding).decode(encode(text));

describe('letters that were decoded wrongly', () => {
  it.each([
    'She’s “here” – at the café, for 5 €',
    'Elle va à Vik, déjà',
    'Привіт, люди і тварини',
    'Γειά σου, κόσμε',
    '日本語のニュース',
    'नमस्ते दुनिया',
    'żółta łódź, kůň',
    'ready 😀 ✓ →',
    '20° north, 5 £, « oui »',
    'HÔTEL DE VILLE',
  ])('are put right, decoded wrongly once or twice: %s', (text) => {
    const once = read(text, 'windows-1252');
    expect(undoMojibake(once)).toMatchObject({ text, doubts: [] });
    expect(undoMojibake(read(once, 'windows-1252'))).toMatchObject({ text, doubts: [] });
  });

  it.each(['Привіт, люди і тварини № 5', 'Різдво – “так”'])(
    'are put right where they were read as Windows-1251: %s',
    (text) => {
      expect(undoMojibake(read(text, 'windows-1251'))).toMatchObject({ text, doubts: [] });
    },
  );

  it('are put right in Latin-1, and where an input has kept the controls', () => {
    expect(undoMojibake('it\u00e2\u0080\u0099s').text).toBe('it’s');
    expect(undoMojibake(`“fineâ€${lostByte(0x9d)}`)).toMatchObject({ text: '“fine”', doubts: [] });
  });

  it('are put right beside letters that are right', () => {
    const { text, changes } = undoMojibake('Zoë sat in the cafÃ© of SÃ£o JoÃ£o');
    expect(text).toBe('Zoë sat in the café of São João');
    expect([...changes]).toEqual([
      ['Ã©', 'é'],
      ['Ã£', 'ã'],
    ]);
  });

  it('are doubtful where a byte is lost', () => {
    expect(undoMojibake('â€œfineâ€ and')).toMatchObject({ text: '“fine” and', doubts: ['"â€", read as "”"'] });
    expect(undoMojibake('va Ã  Vik, dÃ©jÃ ')).toMatchObject({ text: 'va Ã  Vik, déjÃ ', doubts: ['"Ã"'] });
  });

  it.each([
    '“MANHÔ, «IRMû, MAÇÃ… e São João',
    'the letter “Ô, and “Â”',
    'Câmpulung, Târgu Mureș',
    'CHÂU Á, Đà Nẵng',
    'perché…», là…”, «oui…»',
    '„Spaß“, „Spaß”',
    'PÅ” Å, 10 Å²',
    'Ñ… É… Ü” ¡SEÑOR!',
    'à\u00a0« mot »',
    'Різдво в Сі «Рі», РІСІ',
    'В\u00a0Москве, в „Слово“',
    'Þór, Ð, Æ’s',
  ])('are no letters of real texts: %s', (text) => {
    expect(undoMojibake(text)).toEqual({ text, changes: new Map(), doubts: [] });
  });

  it('are found in no time, whatever comes', () => {
    const started = cpuSeconds();
    for (const part of ['Ã', 'â€', 'Р', 'â', 'в']) undoMojibake(part.repeat(200_000));
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });
});
