/** Thrown by a job that cannot succeed however often it is tried. The message is logged: nothing private in it. */
export class HopelessJob extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'HopelessJob'
  }
}
