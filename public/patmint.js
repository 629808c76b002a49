// What a page gains with JavaScript. Every page works without it.

document.documentElement.classList.add('js')

// One submit a form: a double click must not send it twice. The server holds that too. Nothing is disabled in the same
// turn, or the button's own name and value would not be sent.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = 'yes'
    for (const button of form.querySelectorAll('button[type=submit]'))
      button.setAttribute('aria-disabled', 'true')
  })
}
// A page that comes back out of the browser's history may be sent again.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  for (const form of document.querySelectorAll('form[data-once]')) delete form.dataset.sent
  for (const button of document.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled')
})

// Exact times on hover in the reader's own time zone.
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' })
for (const time of document.querySelectorAll('time[datetime]')) {
  time.title = `${exact.format(new Date(time.dateTime))} (${time.title})`
}

// Menus close with Escape, by a click elsewhere, and when the focus leaves them.
const openMenus = () => document.querySelectorAll('details.menu[open]')
document.addEventListener('click', (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of openMenus()) {
    menu.open = false
    if (menu.contains(document.activeElement)) menu.querySelector('summary').focus()
  }
})
document.addEventListener('focusin', (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false
})

// Copy
const textOf = (element) => element.value ?? element.textContent
async function copy(element) {
  if (navigator.clipboard) return await navigator.clipboard.writeText(textOf(element))
  if (element.select) element.select()
  else getSelection().selectAllChildren(element)
  if (!document.execCommand('copy')) throw new Error('copying is not allowed')
}
for (const button of document.querySelectorAll('[data-copy]')) {
  const label = button.querySelector('[data-copy-label]')
  const before = label.textContent
  const say = (word, sentence) => {
    label.textContent = word
    document.querySelector('[data-copy-status]').textContent = sentence
  }
  button.addEventListener('click', () => {
    const source = document.getElementById(button.dataset.copy)
    copy(source).then(
      () => say('Copied', 'Copied to the clipboard.'),
      () => {
        say('Press Ctrl+C', '')
        source.focus()
      },
    )
    setTimeout(() => say(before, ''), 2_500)
  })
}
for (const field of document.querySelectorAll('[data-select]'))
  field.addEventListener('focus', () => field.select())

// A list of which some can be selected
for (const list of document.querySelectorAll('[data-selection]')) {
  const boxes = [...list.querySelectorAll('tbody input[type=checkbox]')]
  const all = list.querySelector('[data-select-all]')
  const show = () => {
    const count = boxes.filter((box) => box.checked).length
    list.querySelector('[data-selected-count]').textContent = count === 0 ? '' : ` (${count})`
    all.checked = count === boxes.length
    all.indeterminate = count > 0 && count < boxes.length
  }
  all?.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked
  })
  if (all) for (const event of ['change', 'pageshow']) list.addEventListener(event, show)
  if (all) show()
}

// The form that generates a token: filter the modules, say in one sentence what it will be.
const tokenForm = document.querySelector('[data-token-form]')
if (tokenForm) {
  const modules = [...tokenForm.querySelectorAll('[data-module]')]
  const filter = tokenForm.querySelector('[data-scope-filter]')
  filter?.addEventListener('input', () => {
    const wanted = filter.value.trim().toLowerCase()
    for (const module of modules) module.hidden = !module.dataset.words.includes(wanted)
    tokenForm.querySelector('[data-no-match]').hidden = modules.some((module) => !module.hidden)
  })
  filter?.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault()
  })

  // Enter presses the first button of a form, and that one only looks for a place.
  tokenForm.addEventListener('keydown', (event) => {
    const { key, target } = event
    if (key !== 'Enter' || target.tagName !== 'INPUT' || target.id === 'find_place') return
    if (event.defaultPrevented || tokenForm.querySelector('[data-find]') === null) return
    event.preventDefault()
    tokenForm.requestSubmit(tokenForm.querySelector('button.btn-primary'))
  })

  const list = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' })
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
  const summary = tokenForm.querySelector('[data-summary]')
  const describeModule = (module) => {
    const chosen = [...module.querySelectorAll('input:checked')].flatMap((input) =>
      input.dataset.actions.split(' '),
    )
    const actions = chosen.filter((action) => action !== '').map((action) => action.replaceAll('_', ' '))
    return actions.length === 0 ? undefined : `${list.format(actions)} ${module.dataset.module}`
  }
  const describeUntil = () => {
    const chosen = tokenForm.querySelector('[name=expires_in]:checked')
    if (chosen?.value !== 'custom') return chosen?.dataset.until ?? ''
    const on = new Date(`${tokenForm.elements.expires_on.value}T00:00:00Z`)
    return Number.isNaN(on.getTime()) ? '' : `until the end of ${day.format(on)}`
  }
  const describe = () => {
    const isAdmin = tokenForm.querySelector('[data-admin]')?.checked === true
    const parts = modules.map(describeModule).filter((part) => part !== undefined)
    if (!isAdmin && parts.length === 0) return 'Choose at least one scope.'
    const what = isAdmin ? 'do everything, as an administrator,' : list.format(parts)
    return `${tokenForm.elements.name.value.trim() || 'This token'} can ${what} ${describeUntil()}`
      .trim()
      .concat('.')
  }
  // Written a moment later, so that a screen reader hears the end of the typing and not every letter.
  let timer
  tokenForm.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      summary.textContent = describe()
    }, 200)
  })
}
