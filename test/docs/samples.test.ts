import { expect } from 'chai'
import { freshServer, type TestServer } from '../support/server.ts'
import { differences } from './reference/compare.ts'
import {
  LANGUAGES,
  type Language,
  listReferencePages,
  readReferencePage,
  type Sample,
} from './reference/page.ts'
import { findPython, runSample } from './reference/run.ts'
import { WORLDS } from './reference/worlds.ts'
import { at } from './support.ts'

const AUTHENTICATION = 'docs/reference/authentication.md'

/** All samples of one language on a page, from top to bottom, as a reader would paste them. */
async function follow(
  file: string,
  language: Language,
  change = (code: string): string => code,
): Promise<string[]> {
  const page = readReferencePage(file)
  return await inWorldOf(file, async (server, env) => {
    const complaints: string[] = []
    for (const { samples, answer } of page.exchanges) {
      const sample = samples.find((each) => each.language === language)
      if (sample === undefined || answer === undefined) continue
      const came = await print({ ...sample, code: change(sample.code) }, env)
      const found = differences(answer.language, at(server, answer.code), came)
      complaints.push(...found.map((complaint) => `${file}:${sample.line} ${complaint}`))
    }
    return complaints
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

/** The sample without the header that says who calls; all else is as it was. */
const withoutAuthorization = (code: string): string =>
  code.replaceAll(/ -H "Authorization: [^"]*"|^.*Authorization.*\n/gm, '')

describe('the samples of the reference', () => {
  for (const language of LANGUAGES) {
    describe(`in ${language}`, () => {
      before(async function () {
        if (language === 'python') await requirePython(this)
      })

      for (const file of listReferencePages()) {
        it(`${file} print what the page shows`, async () => {
          expect(await follow(file, language)).to.deep.equal([])
        })
      }

      it('fail where one loses its Authorization header', async () => {
        const complaints = await follow(AUTHENTICATION, language, withoutAuthorization)
        // Of three, one has none to lose.
        expect(new Set(complaints.map((complaint) => complaint.split(' ')[0])).size).to.equal(2)
      })
    })
  }
})

/** A bare machine may do without; where changes are decided on, it is never passed over. */
async function requirePython(context: Mocha.Context): Promise<void> {
  if ((await findPython()) !== undefined) return
  if (process.env['CI'] !== undefined)
    throw new Error('python3 is missing: the samples in Python must be run here')
  process.stderr.write('\n  !!! python3 is missing: THE SAMPLES IN PYTHON ARE NOT RUN on this machine.\n\n')
  context.skip()
}
