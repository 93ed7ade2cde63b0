// Comfort for those whose browser runs it; every page works without.

for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  button.ariaLive = 'polite';
  button.addEventListener('click', async () => {
    field.select();
    // Pages that did not come by https have no clipboard, and people may forbid it.
    const copied = await navigator.clipboard?.writeText(field.value).then(
      () => true,
      () => false,
    );
    button.textContent = copied || document.execCommand('copy') ? 'Copied' : 'Selected';
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
}

const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

for (const input of document.querySelectorAll('[data-filter]')) {
  const list = document.getElementById(input.dataset.filter);
  const found = document.getElementById('found');
  input.addEventListener('input', () => {
    const words = folded(input.value).split(/\s+/);
    let count = 0;
    for (const section of list.querySelectorAll('section')) {
      let left = 0;
      for (const item of section.querySelectorAll('li')) {
        item.hidden = !words.every((word) => folded(item.textContent).includes(word));
        if (!item.hidden) left++;
      }
      section.hidden = left === 0;
      count += left;
    }
    const text = input.value.trim();
    found.textContent = text === '' ? '' : count === 1 ? '1 channel' : `${count} channels`;
    if (count > 0) return;
    const link = document.createElement('a');
    link.href = `/search?${new URLSearchParams({ q: text })}`;
    link.textContent = 'Look for it in all stories';
    found.append('. ', link);
  });
}

for (const output of document.querySelectorAll('output.address')) {
  const form = output.closest('form');
  const show = () => {
    const data = new FormData(form);
    const without = data.get('without');
    const tags = data.getAll('tag').sort();
    output.hidden = tags.length + (without ? 1 : 0) < 2;
    const any = data.get('join') === 'any' && tags.length > 0;
    const clauses = any ? tags : [tags.join('+') || 'all'];
    output.value = `${location.origin}/channels/${clauses.map((it) => it + (without ? `+!${without}` : '')).join()}`;
  };
  for (const box of form.elements) box.addEventListener('change', show);
}
