/** An address to copy. Where no script runs, the stylesheet takes the button away; the field is there to select. */
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
