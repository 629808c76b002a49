/* /docs/api: shows /openapi.json by Swagger UI. */

const dark = matchMedia('(prefers-color-scheme: dark)')
const followScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.addEventListener('change', followScheme)
followScheme()

/** No cookies, neither for the document nor with what is tried: only the token that was typed counts. */
const withoutCookies = (request) => Object.assign(request, { credentials: 'omit' })

/** What is typed here may be a token: no browser is to remember it, or to send it off to have it spelt. */
const forgetful =
  (Original, { React }) =>
  (props) =>
    React.createElement(Original, { ...props, autoComplete: 'off', spellCheck: false })

/** The names of operations and groups are buttons already: a link within a button is for nobody. */
const asText =
  (_Original, { React }) =>
  ({ text }) =>
    React.createElement('span', null, text)

/** What Swagger UI leaves out, for keyboards and screen readers. It draws anew as one clicks, so each time again. */
const REPAIRS = [
  ['.information-container', { role: 'region', 'aria-label': 'About' }],
  ['.scheme-container', { role: 'region', 'aria-label': 'Server and token' }],
  ['.modal-ux', { role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Your token' }],
  ['h3.opblock-tag', { 'aria-level': '2' }],
  ['h4.opblock-title', { 'aria-level': '3' }],
  ['.opblock h4:not(.opblock-title), .opblock h5, .modal-ux h4', { 'aria-level': '3' }],
  ['.modal-ux h3', { 'aria-level': '2' }],
  ['.microlight, .curl, .responses-inner pre', { tabindex: '0' }],
  ['.close-modal', { 'aria-label': 'Close' }],
  ['#auth-bearer-value', { 'aria-label': 'Token' }],
  ['.modal-btn.authorize', { 'aria-label': null }],
  ['.responses-table', { role: null, 'aria-live': null }],
  ['#servers', { 'aria-label': 'Server' }],
  ['.content-type-wrapper select', { 'aria-label': 'Media type' }],
  ['.examples-select-element', { 'aria-label': 'Example' }],
  ['.parameters select', { 'aria-label': 'Value' }],
  ['.parameters-col_description input', { 'aria-label': 'Value' }],
  ['.body-param__text', { 'aria-label': 'Body' }],
]

function repair() {
  for (const [selector, attributes] of REPAIRS)
    for (const element of document.querySelectorAll(selector))
      for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value)
}

function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name)
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

new MutationObserver(repair).observe(document.getElementById('reference'), { childList: true, subtree: true })

window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  // The one whose colours all have enough contrast.
  syntaxHighlight: { theme: 'obsidian' },
  requestInterceptor: withoutCookies,
  plugins: [{ wrapComponents: { Input: forgetful, DeepLink: asText } }],
})
