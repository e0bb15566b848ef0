/** A socket whose other end is the test. */
export class FakeSocket extends EventTarget {
  readonly sent: string[] = []
  isClosed = false

  send(text: string): void {
    this.sent.push(text)
  }

  close(): void {
    this.isClosed = true
  }

  say(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}
