import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { openEmbedded } from '../../src/database/index.ts'
import {
  endProcess,
  isRunning,
  locationOf,
  postmasterPid,
  query,
  removeFolder,
  startHolderProcess,
  temporaryFolder,
} from './support.ts'

const isRoot = process.getuid?.() === 0

describe('opening the embedded database', () => {
  let folder: string
  let dataDir: string
  let cluster: string

  beforeEach(async () => {
    folder = await temporaryFolder()
    dataDir = join(folder, 'data')
    cluster = join(dataDir, 'postgres')
  })
  afterEach(() => removeFolder(folder))

  it('answers the first query from nothing, and leaves nothing running when it is closed', async () => {
    const embedded = await openEmbedded({ dataDir })
    const [row] = await query<{ version: string; role: string; superuser: string; fsync: string }>(
      embedded.url,
      `select current_setting('server_version') as version, current_user as role,
        current_setting('is_superuser') as superuser, current_setting('fsync') as fsync`,
    )
    expect(row).to.include({ role: 'patmint', superuser: 'off', fsync: 'on' })
    expect(row?.version).to.match(/^18\./)
    const pid = await postmasterPid(cluster)
    await embedded.close()
    await embedded.close()
    expect(isRunning(pid)).to.equal(false)
  })

  it('keeps the data folder, the password and the log to their owner', async () => {
    const embedded = await openEmbedded({ dataDir })
    await embedded.close()
    const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777
    expect(await modeOf(dataDir)).to.equal(isRoot ? 0o711 : 0o700)
    expect(await modeOf(cluster)).to.equal(0o700)
    expect(await modeOf(join(dataDir, 'postgres.password'))).to.equal(0o600)
    expect(await modeOf(join(dataDir, 'postgres.log'))).to.equal(0o600)
    const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim()
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).not.to.include(password)
  })

  it('is not open to a wrong password', async () => {
    const embedded = await openEmbedded({ dataDir })
    const wrong = new URL(embedded.url)
    wrong.password = 'guess'
    const failure = await query(wrong.href, 'select 1').catch((error: unknown) => error)
    expect(failure).to.have.property('code', '28P01')
    await embedded.close()
  })

  it('has its data again after a restart', async () => {
    const first = await openEmbedded({ dataDir })
    await query(first.url, 'create table kept as select 42 as answer')
    await first.close()
    const second = await openEmbedded({ dataDir })
    expect(await query(second.url, 'select answer from kept')).to.deep.equal([{ answer: 42 }])
    await second.close()
  })

  it('is shared: the first to close leaves it running for the second', async () => {
    const first = await openEmbedded({ dataDir })
    const second = await openEmbedded({ dataDir })
    expect(second.url).to.equal(first.url)
    const pid = await postmasterPid(cluster)
    await first.close()
    expect(await query(second.url, 'select 1 as one')).to.deep.equal([{ one: 1 }])
    await second.close()
    expect(isRunning(pid)).to.equal(false)
  })

  it('is made once when several processes begin at the same moment', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => openEmbedded({ dataDir })))
    expect(new Set(opened.map(({ url }) => url)).size).to.equal(1)
    const pid = await postmasterPid(cluster)
    await Promise.all(opened.map((embedded) => embedded.close()))
    expect(isRunning(pid)).to.equal(false)
  })

  it('opens for the next process while the last one is closing', async () => {
    for (let round = 0; round < 3; round++) {
      const first = await openEmbedded({ dataDir })
      const [, second] = await Promise.all([first.close(), openEmbedded({ dataDir })])
      expect(await query(second.url, 'select 1 as one')).to.deep.equal([{ one: 1 }])
      await second.close()
    }
  })

  it('is adopted, with its data, after the process that started it was killed', async () => {
    const { child, url } = await startHolderProcess(dataDir)
    await query(url, 'create table kept as select 42 as answer')
    const pid = await postmasterPid(cluster)
    await endProcess(child, 'SIGKILL')
    const embedded = await openEmbedded({ dataDir })
    expect(await postmasterPid(cluster)).to.equal(pid)
    expect(await query(embedded.url, 'select answer from kept')).to.deep.equal([{ answer: 42 }])
    await embedded.close()
    expect(isRunning(pid)).to.equal(false)
  })

  it('is stopped by another process when that one is the last', async () => {
    const { child } = await startHolderProcess(dataDir)
    const pid = await postmasterPid(cluster)
    const ours = await openEmbedded({ dataDir })
    await ours.close()
    expect(isRunning(pid)).to.equal(true)
    await endProcess(child)
    expect(isRunning(pid)).to.equal(false)
  })

  it('comes back on the same port after PostgreSQL itself was killed', async () => {
    const embedded = await openEmbedded({ dataDir })
    await query(embedded.url, 'create table kept as select 42 as answer')
    const killed = await postmasterPid(cluster)
    process.kill(killed, 'SIGKILL')
    const answered = await eventually(() => query(embedded.url, 'select answer from kept'))
    expect(answered).to.deep.equal([{ answer: 42 }])
    const pid = await postmasterPid(cluster)
    expect(pid).not.to.equal(killed)
    await embedded.close()
    expect(isRunning(pid)).to.equal(false)
  })

  it('starts over a pid file whose process has ended, and one whose pid an unrelated program got', async () => {
    await (await openEmbedded({ dataDir })).close()
    // Not our own Node: where the checkout is closed to others, PostgreSQL's account cannot run that.
    const unrelated = spawn('sleep', ['60'], unprivileged(await stat(cluster)))
    const ended = once(unrelated, 'exit')
    try {
      for (const pid of [2 ** 22 - 3, unrelated.pid]) {
        await writeStalePidFile(cluster, pid ?? 0)
        const embedded = await openEmbedded({ dataDir })
        expect(await query(embedded.url, 'select 1 as one')).to.deep.equal([{ one: 1 }])
        await embedded.close()
      }
    } finally {
      unrelated.kill()
      await ended
    }
  })

  it('says what to do when the password file is lost', async () => {
    await (await openEmbedded({ dataDir })).close()
    await rm(join(dataDir, 'postgres.password'))
    const failure = await openEmbedded({ dataDir }).catch((error: unknown) => error)
    expect(String(failure)).to.include('Restore that file from your backup')
  })

  it('says what to do when the data is of another major version', async () => {
    await mkdir(cluster, { recursive: true })
    await writeFile(join(cluster, 'PG_VERSION'), '17\n')
    await writeFile(join(dataDir, 'postgres.password'), 'secret\n')
    const failure = await openEmbedded({ dataDir }).catch((error: unknown) => error)
    expect(String(failure)).to.include('made by PostgreSQL 17')
  })
})

describe('a data folder that only its owner can reach', () => {
  let folder: string
  let dataDir: string
  beforeEach(async () => {
    folder = await temporaryFolder(0o700)
    dataDir = join(folder, 'data')
  })
  afterEach(() => removeFolder(folder))

  it('works: as root its database goes to /var/lib/patmint, and nothing above the data folder is changed', async () => {
    const first = await openEmbedded({ dataDir })
    await query(first.url, 'create table kept as select 42 as answer')
    await first.close()
    const location = await locationOf(dataDir)
    if (isRoot) expect(location).to.match(/^\/var\/lib\/patmint\/[0-9a-f]{12}\/postgres$/)
    else expect(location).to.equal(undefined)
    expect((await stat(folder)).mode & 0o777).to.equal(0o700)
    const second = await openEmbedded({ dataDir })
    expect(await query(second.url, 'select answer from kept')).to.deep.equal([{ answer: 42 }])
    await second.close()
  })

  it('can be deleted and made anew: as root the old database is moved aside, not opened and not deleted', async () => {
    const lines: string[] = []
    await (await openEmbedded({ dataDir })).close()
    const location = await locationOf(dataDir)
    await rm(dataDir, { recursive: true })
    const embedded = await openEmbedded({ dataDir, onProgress: (line) => lines.push(line) })
    expect(await query(embedded.url, 'select 1 as one')).to.deep.equal([{ one: 1 }])
    await embedded.close()
    const aside = lines.join('\n').match(/moved to (\S+)/)?.[1]
    expect(aside !== undefined).to.equal(location !== undefined)
    if (aside !== undefined) await rm(aside, { recursive: true })
  })
})

/** The unrelated program must belong to PostgreSQL's account: a pid of another account's is stale to it anyway. */
const unprivileged = ({
  uid,
  gid,
}: {
  uid: number
  gid: number
}): { uid?: number; gid?: number; cwd: string } => (isRoot ? { uid, gid, cwd: '/' } : { cwd: '/' })

async function writeStalePidFile(cluster: string, pid: number): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  await writeFile(path, [pid, cluster, 1, 1, '', '127.0.0.1', ' 1 1', 'ready   ', ''].join('\n'), {
    mode: 0o600,
  })
  const { uid, gid } = await stat(cluster)
  if (isRoot) await chown(path, uid, gid)
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 20_000
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(50)
    }
  }
}
