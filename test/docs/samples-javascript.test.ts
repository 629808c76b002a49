import { testSamples } from './reference/samples.ts'

describe('the samples of the reference, in JavaScript,', () => {
  testSamples('js')
})
