// Parts of a page that are asked for anew while somebody looks at it: <p data-live="address">.
// It stops an hour after the last key or movement, so that a page left open does not keep anybody signed in.
const SECONDS = 15
const HOUR = 3600 * 1000
let lastUsed = Date.now()
for (const kind of ['pointermove', 'keydown', 'scroll']) {
  window.addEventListener(kind, () => { lastUsed = Date.now() }, { passive: true })
}

async function askAnew (part) {
  if (document.hidden || Date.now() - lastUsed > HOUR) return
  const answer = await fetch(part.dataset.live, { credentials: 'same-origin', redirect: 'manual' }).catch(() => null)
  if (!answer) return
  if (answer.status === 403 || answer.status === 404) return window.location.reload()
  if (answer.status !== 200) return
  const html = (await answer.text()).trim()
  // Only what changed is written: a screen reader says it again otherwise.
  if (html !== part.dataset.shown) part.innerHTML = html
  part.dataset.shown = html
}

for (const part of document.querySelectorAll('[data-live]')) {
  setInterval(() => askAnew(part), SECONDS * 1000)
}
