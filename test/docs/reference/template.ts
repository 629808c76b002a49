import { STATUS_CODES } from 'node:http'
import {
  type Block,
  type Exchange,
  isSample,
  LANGUAGES,
  type ReferencePage,
  type Sample,
  type Section,
} from './page.ts'

/** docs/reference-contributing.md says these rules in words. */
const FIRST = ['What it is', 'Headers', 'Obtaining a token', 'Base URL']
const LAST = 'Errors'
const ANSWERS = ['json', 'http', 'text']
const CURL_OPTIONS = ['-s', '-si', '-i', '-X', '-H', '-d', '-o', '-w']
/** What the samples may import of Python's standard library. */
const PYTHON_MODULES = ['json', 'os', 'urllib.error', 'urllib.parse', 'urllib.request', 'uuid']

const OPERATION_LINE =
  /^`(GET|POST|PUT|PATCH|DELETE) (\/[^` ]*)` · (?:needs `([a-z_:]+)`|any token|no token)$/

/** All that a page does otherwise than the form asks, each with its place. Nothing: it follows the form. */
export const complaintsOf = (page: ReferencePage): string[] => [
  ...checkOpening(page),
  ...checkOrder(page),
  ...checkHeaders(page),
  ...page.sections.flatMap(checkOperation),
  ...page.exchanges.flatMap(checkExchange),
  ...checkErrors(page),
  ...checkSecrets(page),
]

function checkOpening({ sections: [opening] }: ReferencePage): string[] {
  if (opening?.level !== 1) return ['the page does not begin with its heading']
  const [purpose = '', ...more] = opening.paragraphs
  // One full stop, at its end.
  const isSentence = /^[^.!?]+\.$/.test(purpose) && purpose.length <= 240
  return [
    ...(isSentence ? [] : [`the purpose is not one sentence: “${purpose}”`]),
    ...(more.length === 0 ? [] : ['between the purpose and the first section stands more']),
  ]
}

function checkOrder({ sections }: ReferencePage): string[] {
  const headings = sections.slice(1).map(({ heading }) => heading)
  const first = headings.slice(0, FIRST.length)
  return [
    ...(first.join() === FIRST.join()
      ? []
      : [`the first sections are not ${FIRST.join(', ')}: ${first.join(', ')}`]),
    ...(headings.at(-1) === LAST ? [] : [`the last section is not ${LAST}`]),
  ]
}

function checkHeaders(page: ReferencePage): string[] {
  const [table] = find(page, 'Headers')?.tables ?? []
  const row = table?.rows.find(([header]) => header === '`Authorization`')
  return [
    ...(table?.head.join() === 'Header,Value,Meaning' ? [] : ['Headers has no table Header, Value, Meaning']),
    ...(row?.[1] === '`Bearer $PATMINT_TOKEN`' ? [] : ['Headers does not say what Authorization is']),
  ]
}

/** A section that asks something of the API says what, in lines above its samples, and in all languages. */
function checkOperation({ heading, paragraphs, blocks, level }: Section): string[] {
  const lines = paragraphs.filter((paragraph) => OPERATION_LINE.test(paragraph))
  if (level === 1 || (lines.length === 0 && !blocks.some(isSample))) return []
  if (lines.length === 0) return [`“${heading}” has no line that names method, path and scope`]
  const methods = new Set(lines.map((line) => line.split(' ')[0]))
  if (methods.size > 1) return [`“${heading}” is about several things`]
  const found = new Set(blocks.map(({ language }) => language))
  return LANGUAGES.filter((language) => !found.has(language)).map(
    (language) => `“${heading}” has no sample in ${language}`,
  )
}

function checkExchange({ heading, samples, answer }: Exchange): string[] {
  if (answer === undefined) return [`“${heading}” has a sample without its answer`]
  if (samples.length === 0) return [`“${heading}” has an answer without a sample, line ${answer.line}`]
  const languages = samples.map(({ language }) => language).join()
  const inOrder = LANGUAGES.filter((language) => languages.includes(language)).join()
  return [
    ...(languages === inOrder ? [] : [`“${heading}” has its samples in the order ${languages}`]),
    ...(ANSWERS.includes(answer.language) ? [] : [`line ${answer.line}: an answer is ${ANSWERS.join(', ')}`]),
    ...(isPretty(answer) ? [] : [`line ${answer.line}: the answer is not pretty-printed`]),
    ...samples.flatMap((sample) => checkSample(sample, answer.code)),
  ]
}

function isPretty({ language, code }: Block): boolean {
  const body = language === 'http' ? (code.split(/\n\n(.*)/s)[1] ?? '') : code
  if (language === 'text' || body === '') return true
  try {
    return `${JSON.stringify(JSON.parse(body), null, 2)}\n` === body
  } catch {
    return false
  }
}

function checkSample({ language, code, line }: Sample, answer: string): string[] {
  const showsRefusal = answer.startsWith('HTTP/1.1 401')
  const isPublic = code.includes('/api/v1/leaked-tokens')
  const complaints = [
    ...(/authorization/i.test(code) || showsRefusal || isPublic ? [] : ['sends no Authorization']),
    ...(code.includes('PATMINT_URL') ? [] : ['does not begin its address with PATMINT_URL']),
    ...(language === 'sh' ? checkShell(code) : []),
    ...(language === 'python' ? checkImports(code, /^(?:import|from) +([\w.]+)/gm, PYTHON_MODULES) : []),
    ...(language === 'js' ? checkImports(code, /\bfrom ['"]([^'"]+)['"]/g, ['node:crypto']) : []),
  ]
  return complaints.map((complaint) => `line ${line}: the sample ${complaint}`)
}

function checkShell(code: string): string[] {
  if (!/^curl /m.test(code)) return ['does not use curl']
  const options = [...code.matchAll(/(?<=\s)-{1,2}[a-zA-Z-]+/g)].map(([option]) => option)
  return options.filter((option) => !CURL_OPTIONS.includes(option)).map((option) => `uses ${option} of curl`)
}

const checkImports = (code: string, pattern: RegExp, known: readonly string[]): string[] =>
  [...code.matchAll(pattern)]
    .map(([, name = '']) => name)
    .filter((name) => !known.includes(name))
    .map((name) => `imports ${name}`)

function checkErrors(page: ReferencePage): string[] {
  const [table] = find(page, LAST)?.tables ?? []
  if (table?.head.join() !== 'Status,Code,Meaning,Cause,Fix')
    return ['Errors has no table Status, Code, Meaning, Cause, Fix']
  return table.rows.flatMap((row) => {
    const [status = '', code = '', ...words] = row
    const isStatus = status.split(' or ').every((each) => STATUS_CODES[each] !== undefined && each >= '400')
    const isGood = isStatus && /^`[a-z_]+`$/.test(code) && words.every((word) => word.endsWith('.'))
    return isGood ? [] : [`the row of errors is not complete: ${row.join(' | ')}`]
  })
}

const checkSecrets = ({ source }: ReferencePage): string[] =>
  (source.match(/pat_[0-9A-Za-z]{20,}/g) ?? []).map((secret) => `shows a secret: ${secret.slice(0, 8)}…`)

const find = ({ sections }: ReferencePage, heading: string): Section | undefined =>
  sections.find((section) => section.level === 2 && section.heading === heading)
