import { expect } from 'chai'
import { describeDevice } from '../../src/http/pages/device.ts'
import { inWords, toMoment, urgencyOf } from '../../src/http/pages/moments.ts'
import { addMilliseconds, DAY, HOUR, MINUTE, SECOND } from '../../src/lib/index.ts'

const now = new Date('2026-11-22T14:05:00Z')
const at = (distance: number) => addMilliseconds(now, distance)

describe('a moment in words', () => {
  for (const [distance, words] of [
    [0, 'just now'],
    [-59 * SECOND, 'just now'],
    [10 * SECOND, 'in less than a minute'],
    [-MINUTE, '1 minute ago'],
    [-59.4 * MINUTE, '59 minutes ago'],
    [-2 * HOUR, '2 hours ago'],
    [-23.4 * HOUR, '23 hours ago'],
    [-23.9 * HOUR, '1 day ago'],
    [12 * DAY - SECOND, 'in 12 days'],
    [60 * DAY, 'in 60 days'],
    [90 * DAY, 'in 3 months'],
    [365 * DAY, 'in 1 year'],
    [-800 * DAY, '2 years ago'],
  ] as const) {
    it(`says “${words}”`, () => {
      expect(inWords(at(distance), now)).to.equal(words)
    })
  }

  it('has the exact time for those who want it', () => {
    expect(toMoment(at(0), now)).to.deep.equal({
      iso: '2026-11-22T14:05:00.000Z',
      exact: '22 November 2026, 14:05 UTC',
      words: 'just now',
    })
  })

  it('says the exact time as every program does', () => {
    for (const iso of ['2026-02-03T04:05:06.007Z', '1969-12-31T23:59:59.999Z', '+010000-01-01T00:00:00.000Z'])
      expect(toMoment(new Date(iso), now).iso).to.equal(iso)
  })
})

describe('the end of a token', () => {
  it('is red under 3 days, amber under 14, and plain before', () => {
    expect(urgencyOf(at(3 * DAY - 1), now)).to.equal('red')
    expect(urgencyOf(at(3 * DAY), now)).to.equal('amber')
    expect(urgencyOf(at(14 * DAY - 1), now)).to.equal('amber')
    expect(urgencyOf(at(14 * DAY), now)).to.equal('plain')
  })
})

describe('a session’s device', () => {
  for (const [userAgent, words, isPhone] of [
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux', false],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
      'Safari on macOS',
      false,
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Edge on Windows',
      false,
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
      true,
    ],
    [
      'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      'Chrome on Android',
      true,
    ],
    ['curl/8.5.0', 'curl', false],
    ['<script>', 'Unknown browser', false],
    [null, 'Unknown browser', false],
  ] as const) {
    it(`is “${words}”`, () => {
      expect(describeDevice(userAgent)).to.deep.equal({ words, isPhone })
    })
  }
})
