// Small comforts; every page works without them.
(() => {
  'use strict';

  // The whole of a fact that stands in several pieces is emphasised, not only
  // its first piece.
  const emphasise = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    for (const piece of document.querySelectorAll('mark.f')) {
      piece.classList.toggle('target', id !== '' && piece.dataset.fact === id);
    }
  };
  window.addEventListener('hashchange', emphasise);
  emphasise();

  // What the legend shows goes into the address at once.
  const legend = document.querySelector('form.legend');
  if (legend) {
    legend.classList.add('live');
    legend.addEventListener('change', () => {
      const address = new URL(location.href);
      address.searchParams.delete('show');
      const boxes = [...legend.querySelectorAll('input[type=checkbox]')];
      if (boxes.some((box) => !box.checked)) {
        address.searchParams.append('show', '-');
        for (const box of boxes) if (box.checked) address.searchParams.append('show', box.value);
      }
      history.replaceState(null, '', address);
    });
  }

  // Empty fields stay out of the address of a form.
  for (const form of document.querySelectorAll('form')) {
    form.addEventListener('submit', () => {
      const empty = [...form.elements].filter((field) => field.name && field.value === '');
      for (const field of empty) field.disabled = true;
      setTimeout(() => { for (const field of empty) field.disabled = false; });
    });
  }

  // On narrow screens the filters begin folded.
  const panel = document.querySelector('details.panel');
  if (panel && matchMedia('(max-width: 50rem)').matches) panel.open = false;

  // Escape puts the explanation of a fact away; "/" goes to the search box.
  document.addEventListener('keydown', (event) => {
    const active = document.activeElement;
    if (event.key === 'Escape' && active && active.matches('mark.f')) active.blur();
    const typing = active && active.matches('input, textarea, select');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      document.getElementById('find').focus();
    }
  });
})();
