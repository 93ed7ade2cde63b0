/** An address to copy. The button appears only where the script runs; without it, the field is there to select. */
export function CopyField({ id, label, value }: { id: string; label: string; value: string }) {
  return (
    <p class="copy">
      <label for={id}>{label}</label>
      <input id={id} value={value} readonly spellcheck={false} dir="ltr" />
      <button type="button" data-copy={id} hidden>
        Copy
      </button>
    </p>
  );
}
