// Makes pages more comfortable. Every page works without it.

for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  button.ariaLive = 'polite';
  button.addEventListener('click', async () => {
    field.select();
    // There is no clipboard without https, and people may forbid its use.
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

function linkTo(path, query, text) {
  const link = document.createElement('a');
  link.href = `${path}?${new URLSearchParams({ q: query })}`;
  link.textContent = text;
  return link;
}

for (const input of document.querySelectorAll('[data-filter]')) {
  const list = document.getElementById(input.dataset.filter);
  const found = document.getElementById('found');
  const filter = () => {
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
    // The server also knows the names of channels in other languages.
    found.append(
      '. Look for it in ',
      linkTo('/', text, 'all languages'),
      ' or in ',
      linkTo('/search', text, 'all stories'),
    );
  };
  input.addEventListener('input', filter);
  // Browsers fill in fields again when somebody comes back.
  addEventListener('pageshow', () => input.value !== input.defaultValue && filter());
}

for (const output of document.querySelectorAll('output.address')) {
  const { form } = output;
  const show = () => {
    const data = new FormData(form);
    const without = data.get('without');
    const tags = data.getAll('tag').sort();
    const left = without ? [`!${without}`] : [];
    const any = data.get('join') === 'any' && tags.length > 0;
    const clauses = any ? tags.map((it) => [it]) : [tags.length > 0 ? tags : ['all']];
    const possible = clauses.filter((it) => !it.includes(without));
    output.hidden = tags.length + left.length < 2;
    if (clauses.flatMap((it) => [...it, ...left]).length > output.dataset.max) {
      output.value = 'Too many for one channel: tick fewer.';
    } else if (possible.length === 0) {
      output.value = 'Nothing matches: the same channel is ticked and left out.';
    } else {
      output.value = `${location.origin}/channels/${possible.map((it) => [...it, ...left].join('+')).join()}`;
    }
  };
  for (const box of form.elements) box.addEventListener('change', show);
  addEventListener('pageshow', show);
}
