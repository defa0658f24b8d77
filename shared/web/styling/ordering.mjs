// Lets a list be put in order by dragging or with buttons; the numbers in its fields follow, and the form sends them.
//
// <ol data-order> holds <li data-order-item data-name="what is read out">, each with one text field; an element
// data-order-said in the same form tells those who hear the page what moved. Without this script the numbers are typed.
for (const list of document.querySelectorAll('[data-order]')) {
  letMove(list)
}

function letMove (list) {
  const said = list.closest('form')?.querySelector('[data-order-said]')
  const items = () => [...list.querySelectorAll(':scope > [data-order-item]')]
  let held = null

  const number = () => items().forEach((item, place) => { item.querySelector('input').value = place + 1 })

  const tell = (item) => {
    if (said) said.textContent = `${item.dataset.name} is now number ${items().indexOf(item) + 1} of ${items().length}.`
  }

  const step = (item, way, button) => {
    const other = way < 0 ? item.previousElementSibling : item.nextElementSibling
    if (!other) return
    if (way < 0) list.insertBefore(item, other)
    else list.insertBefore(other, item)
    number()
    tell(item)
    button.focus()
  }

  for (const item of items()) {
    item.draggable = true
    item.append(buttonsFor(item, step))
    item.addEventListener('dragstart', (event) => {
      held = item
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', '')
      item.classList.add('cdr-order--held')
    })
    item.addEventListener('dragend', () => {
      item.classList.remove('cdr-order--held')
      if (held) { number(); tell(item) }
      held = null
    })
    // A field inside something that can be dragged could not have its text selected otherwise.
    const field = item.querySelector('input')
    field.addEventListener('focus', () => { item.draggable = false })
    field.addEventListener('blur', () => { item.draggable = true })
  }

  list.addEventListener('dragover', (event) => {
    const over = event.target.closest('[data-order-item]')
    if (!held || !over || over === held || over.parentElement !== list) return
    event.preventDefault()
    const { top, height } = over.getBoundingClientRect()
    list.insertBefore(held, event.clientY < top + height / 2 ? over : over.nextElementSibling)
  })
  list.addEventListener('drop', (event) => { if (held) event.preventDefault() })
}

function buttonsFor (item, step) {
  const box = document.createElement('div')
  box.className = 'cdr-order-buttons'
  for (const [label, way] of [['Move up', -1], ['Move down', 1]]) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'nhsuk-button nhsuk-button--secondary nhsuk-button--small'
    button.append(label, hidden(` ${item.dataset.name}`))
    button.addEventListener('click', () => step(item, way, button))
    box.append(button)
  }
  return box
}

function hidden (words) {
  const span = document.createElement('span')
  span.className = 'nhsuk-u-visually-hidden'
  span.textContent = words
  return span
}
