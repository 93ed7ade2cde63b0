import type { Email } from 'postal-mime';
import type { Note } from '../../notes.ts';

/** A line above another message, as mail programs write it. */
const FORWARDED =
  /(?<!-)-{2,20}\s?(?:forwarded message|original message|(?:weitergeleitete|ursprüngliche) nachricht|message (?:transféré|d'origine|original)|mensaje (?:reenviado|original)|(?:przekazana|oryginalna) wiadomość|(?:переслане|вихідне|початкове) повідомлення)\b|(?:^|>)\s?(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|początek przekazywanej wiadomości|початок (?:переадресованого|пересланого) повідомлення)\s?:/imu;
/** Outlook's: the header of the other message. */
const OUTLOOK =
  /^[*\s]{0,3}(?:from|von|de|od|від):[^\n]{1,300}\r?\n[*\s]{0,3}(?:sent|date|gesendet|datum|envoyé|enviado|fecha|wysłano|data|надіслано|дата):[^\n]{1,200}\d/imu;
const QUOTE =
  /\bclass="?[^"<>]{0,80}\b(?:gmail_quote|moz-cite-prefix|yahoo_quoted)|\bid="?(?:divRplyFwdMsg|appendonsend)|<blockquote [^<>]{0,80}type="?cite/i;

/** Notes a correspondence: whose words it has, and whether they are for the public, only an editor can tell. */
export function replyNotes({ inReplyTo, subject = '', text = '', html = '' }: Email, bytes: Uint8Array): Note[] {
  const hasMessage =
    Buffer.from(bytes)
      .toString('latin1')
      .search(/^content-type:\s*message\/rfc822/im) >= 0;
  const isForwarded = hasMessage || FORWARDED.test(text) || FORWARDED.test(html);
  const isAnswer = inReplyTo !== undefined || /^(?:re|aw|fw|fwd|wg|tr|sv)\s*:/i.test(subject) || /^>/m.test(text);
  if (!isForwarded && !isAnswer && !OUTLOOK.test(text) && !QUOTE.test(html)) return [];
  const message = `is a reply, or has another message in it${isForwarded ? ' (forwarded)' : ''}: see whose words they are`;
  return [{ code: 'correspondence', message }];
}
