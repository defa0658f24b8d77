// Saves each section of a form in the background while somebody types in it.
//
// <form data-save="/address/SECTION"> holds elements with data-section="its id", each with an element data-said
// for what happened. Without this script the form's own buttons save; nothing typed is ever taken out of a field.
const WAIT = 1500
const AGAIN = 15000

for (const form of document.querySelectorAll('form[data-save]')) {
  keepSaving(form)
}

function keepSaving (form) {
  const states = new Map()
  let leaving = false

  const stateOf = (section) => {
    if (!states.has(section)) states.set(section, { typed: 0, saved: 0, sending: false, stopped: false, timer: 0 })
    return states.get(section)
  }

  const typing = (event) => {
    const section = event.target.closest('[data-section]')
    if (!section || event.target.name === undefined) return
    const state = stateOf(section)
    state.typed += 1
    if (!state.stopped) later(section, WAIT)
  }

  const later = (section, wait) => {
    const state = stateOf(section)
    clearTimeout(state.timer)
    state.timer = setTimeout(() => { state.sent = send(section) }, wait)
  }

  const send = async (section) => {
    const state = stateOf(section)
    if (leaving || state.sending || state.stopped || state.saved === state.typed) return
    const typed = state.typed
    state.sending = true
    say(section, 'Saving…')
    try {
      await answered(section, state, typed, await fetch(form.dataset.save.replace('SECTION', section.dataset.section), {
        method: 'POST',
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: 'application/json' },
        redirect: 'error'
      }))
    } catch {
      notSaved(section, 'Not saved: the service cannot be reached. What you typed is still here and is tried again.')
      later(section, AGAIN)
    } finally {
      state.sending = false
      if (!state.stopped && state.saved !== state.typed && typed !== state.typed) later(section, WAIT)
    }
  }

  const answered = async (section, state, typed, answer) => {
    const kind = answer.headers.get('content-type') || ''
    const told = kind.includes('json') ? await answer.json() : {}
    if (answer.ok && told.fields) {
      for (const [name, value] of Object.entries(told.fields)) {
        if (form.elements[name]) form.elements[name].value = value
      }
      state.saved = typed
      const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
      say(section, state.typed === typed ? `Saved at ${time}` : 'Saving…')
    } else if (answer.status === 409) {
      state.stopped = true
      notSaved(section, told.message)
    } else if (answer.status === 422) {
      notSaved(section, `Not saved yet: ${told.message}.`)
    } else if (answer.status === 401 || answer.status === 403) {
      notSaved(section, 'Not saved: you have been signed out. What you typed is still here. Sign in again in another tab, then press Save.')
    } else {
      notSaved(section, 'Not saved. What you typed is still here and is tried again.')
      later(section, AGAIN)
    }
  }

  const say = (section, words, notSaved = false) => {
    const said = section.querySelector('[data-said]')
    said.textContent = words
    said.classList.toggle('cdr-not-saved', notSaved)
  }
  const notSaved = (section, words) => say(section, words, true)

  form.addEventListener('input', typing)
  form.addEventListener('change', typing)
  // What is on its way is let arrive first: else the same person's two texts would meet as two people's.
  form.addEventListener('submit', async (event) => {
    leaving = true
    const underWay = [...states.values()].filter((state) => state.sending).map((state) => state.sent)
    if (underWay.length === 0) return
    event.preventDefault()
    await Promise.all(underWay)
    form.requestSubmit(event.submitter)
  })
  window.addEventListener('pageshow', () => { leaving = false })
  window.addEventListener('beforeunload', (event) => {
    const open = [...states.values()].some((state) => state.saved !== state.typed)
    if (open && !leaving) event.preventDefault()
  })
}
