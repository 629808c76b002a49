import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { acquire } from '../../src/database/embedded/acquire.ts'
import { type Binaries, binariesFor, findBinaries, program } from '../../src/database/embedded/binaries.ts'
import { createCluster } from '../../src/database/embedded/cluster.ts'
import { letGo } from '../../src/database/embedded/holder.ts'
import { chooseMemory, findMemory, LEAST_MEMORY } from '../../src/database/embedded/memory.ts'
import { type Machine, stopPostmaster } from '../../src/database/embedded/postmaster.ts'
import { chooseAccount } from '../../src/database/embedded/system-account.ts'
import { removeFolder, temporaryFolder } from './support.ts'

const MB = 1024 ** 2
const GB = 1024 ** 3
const PASSWORD = 'only-for-a-test'

describe('the memory of the embedded database', () => {
  it('is a quarter of what there is beside Patmint, between a least and a most', () => {
    const buffersOf = (bytes: number) => chooseMemory(bytes).shared_buffers
    expect([512 * MB, GB, 2 * GB, 4 * GB, 8 * GB, 64 * GB].map(buffersOf)).to.deep.equal([
      '64MB',
      '128MB',
      '384MB',
      '896MB',
      '1920MB',
      '2048MB',
    ])
  })

  it('reckons with half of it as a cache, and lets the log grow with it', () => {
    expect(chooseMemory(4 * GB)).to.include({ effective_cache_size: '2048MB', max_wal_size: '896MB' })
    expect(chooseMemory(64 * GB)).to.include({ effective_cache_size: '32768MB', max_wal_size: '1024MB' })
    expect(LEAST_MEMORY).to.deep.equal({
      shared_buffers: '64MB',
      effective_cache_size: '128MB',
      max_wal_size: '256MB',
    })
  })

  it('is that of the container, where it has a limit below the machine’s', () => {
    expect(findMemory(8 * GB, 2 * GB)).to.equal(2 * GB)
    expect(findMemory(8 * GB, 0)).to.equal(8 * GB)
    expect(findMemory(8 * GB, 2 ** 64)).to.equal(8 * GB)
  })

  describe('where the kernel gives less', () => {
    let folder: string
    beforeEach(async () => {
      folder = await temporaryFolder()
    })
    afterEach(() => removeFolder(folder))

    /** PostgreSQL as it is, in a process that may have no more than a gigabyte of addresses. */
    async function limited(binaries: Binaries): Promise<Binaries> {
      const native = join(folder, 'native')
      await mkdir(join(native, 'bin'), { recursive: true })
      await symlink(program(binaries, 'pg_ctl'), join(native, 'bin', 'pg_ctl'))
      const script = join(native, 'bin', 'postgres')
      await writeFile(script, `#!/bin/sh\nulimit -v 1048576\nexec '${program(binaries, 'postgres')}' "$@"\n`)
      await chmod(script, 0o755)
      return { ...binaries, native }
    }

    it('starts with the least', async () => {
      const account = await chooseAccount(undefined)
      const binaries = await binariesFor(await findBinaries(), account, () => {})
      const machine: Machine = {
        binaries: await limited(binaries),
        account,
        cluster: join(folder, 'postgres'),
        logFile: join(folder, 'postgres.log'),
        memory: { ...LEAST_MEMORY, shared_buffers: '4096MB' },
      }
      await createCluster(binaries, machine.cluster, PASSWORD, account)
      const starts: string[] = []
      const holder = await acquire(machine, {
        password: PASSWORD,
        passwordFile: join(folder, 'password'),
        onProgress: (line) => void starts.push(line),
      })
      if (holder === undefined) throw new Error('nobody cancelled it')
      const { rows } = await holder.client.query('show shared_buffers')
      expect(rows).to.deep.equal([{ shared_buffers: '64MB' }])
      expect(starts).to.have.length(2)
      await letGo(holder)
      await stopPostmaster(machine)
    })
  })
})
