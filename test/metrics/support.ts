import { freshServer, type TestServer } from '../support/server.ts'

export const METRICS_TOKEN = 'a-token-that-only-the-tests-of-metrics-have'

/** A server whose metrics are behind a token on its main port. */
export const measuredServer = (environment: Record<string, string> = {}): Promise<TestServer> =>
  freshServer({ PATMINT_METRICS_TOKEN: METRICS_TOKEN, ...environment })

export const askForMetrics = (url: string, token: string | undefined = METRICS_TOKEN): Promise<Response> =>
  fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })

/** Every series that is shown, and its value: `patmint_token_created_total{kind="personal"}` → 1. */
export async function readMetrics(url: string): Promise<Map<string, number>> {
  const text = await (await askForMetrics(url)).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  )
}

/** Those of one counter that are not zero, by the value of its only label. */
export async function readCounter(url: string, name: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const [series, value] of await readMetrics(url)) {
    const [, label] = new RegExp(`^${name}\\{\\w+="(\\w+)"\\}$`).exec(series) ?? []
    if (label !== undefined && value !== 0) found[label] = value
  }
  return found
}
