/** An address to copy. Without script, the stylesheet hides the button, and the text can be selected. */
export function CopyField({ id, label, value }: { id: string; label: string; value: string }) {
  return (
    <p class="copy">
      <label for={id}>{label}</label>
      <input id={id} value={value} readonly spellcheck={false} dir="ltr" />
      <button type="button" data-copy={id}>
        Copy
      </button>
    </p>
  );
}
