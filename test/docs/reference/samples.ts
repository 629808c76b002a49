import { expect } from 'chai'
import { freshServer, type TestServer } from '../../support/server.ts'
import { at } from '../support.ts'
import { differences } from './compare.ts'
import { type Exchange, type Language, listReferencePages, readReferencePage, type Sample } from './page.ts'
import { runSample } from './run.ts'
import { WORLDS } from './worlds.ts'
import { writeAnswers } from './write-answers.ts'

const AUTHENTICATION = 'docs/reference/authentication.md'

export type Came = {
  readonly sample: Sample
  readonly answer: NonNullable<Exchange['answer']>
  readonly came: string
}

/** All samples of one language on a page, from top to bottom, as a reader would paste them. */
async function follow(
  file: string,
  language: Language,
  change = (code: string): string => code,
): Promise<Came[]> {
  const { exchanges } = readReferencePage(file)
  return await inWorldOf(file, async (server, env) => {
    const all: Came[] = []
    for (const { samples, answer } of exchanges) {
      const sample = samples.find((each) => each.language === language)
      if (sample === undefined || answer === undefined) continue
      const came = await print({ ...sample, code: change(sample.code) }, env)
      all.push({ sample, answer: { ...answer, code: at(server, answer.code) }, came })
    }
    return all
  })
}

/** What it prints before it fails is as good an answer as any, and is told with the rest. */
const print = ({ language, code }: Sample, env: NodeJS.ProcessEnv): Promise<string> =>
  runSample(language, code, env).catch((error: Error) => error.message)

async function inWorldOf<T>(
  file: string,
  work: (server: TestServer, env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const world = WORLDS[file]
  if (world === undefined) throw new Error(`test/docs/reference/worlds.ts says nothing of ${file}`)
  const server = await freshServer()
  try {
    const { PATH, HOME } = process.env
    return await work(server, { PATH, HOME, PATMINT_URL: server.url, ...(await world(server)) })
  } finally {
    await server.close()
  }
}

const complain = (file: string, all: readonly Came[]): string[] =>
  all.flatMap(({ sample, answer, came }) =>
    differences(answer.language, answer.code, came).map((found) => `${file}:${sample.line} ${found}`),
  )

/** The sample without the header that says who calls; all else is as it was. */
const withoutAuthorization = (code: string): string =>
  code.replaceAll(/ -H "Authorization: [^"]*"|^.*Authorization.*\n/gm, '')

/** One language a file, so that they are run side by side. */
export function testSamples(language: Language): void {
  for (const file of listReferencePages()) {
    it(`${file} print what the page shows`, async () => {
      const all = await follow(file, language)
      if (process.env['WRITE_ANSWERS'] !== undefined) await writeAnswers(file, all)
      else expect(complain(file, all)).to.deep.equal([])
    })
  }

  it('fail where one loses its Authorization header', async () => {
    const complaints = complain(AUTHENTICATION, await follow(AUTHENTICATION, language, withoutAuthorization))
    const lines = new Set(complaints.map((complaint) => complaint.split(' ')[0]))
    // All but the one that shows what happens without.
    const { exchanges } = readReferencePage(AUTHENTICATION)
    expect(lines.size).to.equal(exchanges.length - 1)
  })
}
