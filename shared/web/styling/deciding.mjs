// Deciding on a text with the keyboard: J and K go from place to place, A, R and E do what its buttons do, and
// N takes the words selected in the text to the form that adds a place. Without this script the buttons do it all.
const places = [...document.querySelectorAll('[data-place]')]
const text = document.querySelector('[data-text]')
const adding = document.querySelector('[data-add]')
const keys = document.querySelector('[data-keys]')
if (keys && places.length) keys.hidden = false

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return
  const wanted = { j: () => step(1), k: () => step(-1), a: () => press('accept'), r: () => press('reject'), e: () => press('change'), n: add }[event.key.toLowerCase()]
  if (wanted && wanted() !== false) event.preventDefault()
})

function here () {
  const focused = document.activeElement?.closest('[data-place]') || document.querySelector('[data-place]:target')
  return places.indexOf(focused)
}

function step (way) {
  const next = places[Math.min(places.length - 1, Math.max(0, here() + way))]
  if (!next) return false
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'center' })
  text?.querySelector(`a[href="#${next.id}"]`)?.scrollIntoView({ block: 'nearest' })
}

function press (what) {
  const place = places[here()]
  const wanted = place?.querySelector(`[data-do="${what}"]`)
  if (!wanted) return false
  if (wanted instanceof HTMLFormElement) wanted.requestSubmit()
  else wanted.click()
}

// A stretch of the text without the names of themes that follow marks.
function plain (range) {
  const part = range.cloneContents()
  for (const label of part.querySelectorAll('.cdr-evidence-label')) label.remove()
  return part.textContent
}

// The words selected, and the character of the text they begin at.
function selected () {
  const selection = window.getSelection()
  if (!text || !selection.rangeCount || !text.contains(selection.anchorNode)) return null
  const range = selection.getRangeAt(0)
  const before = document.createRange()
  before.setStart(text, 0)
  before.setEnd(range.startContainer, range.startOffset)
  const words = plain(range)
  const blanks = words.length - words.trimStart().length
  return words.trim() ? { words: words.replace(/\s+/g, ' ').trim(), at: plain(before).length + blanks } : null
}

function add () {
  if (!adding) return false
  const found = selected()
  adding.closest('details')?.setAttribute('open', '')
  if (found) {
    adding.elements.words.value = found.words
    const begun = [...adding.elements.sentence.options].filter((each) => each.value !== '' && Number(each.value) <= found.at)
    if (begun.length) adding.elements.sentence.value = begun.at(-1).value
  }
  adding.elements.theme.focus()
}
