/** Keeps a fault in one part of the screen from taking the others with it. */
import { Component, type ReactNode } from 'react'

type Props = { readonly part: string; readonly children: ReactNode; readonly onRetry?: () => void }
type State = { readonly failed: boolean; readonly wasRetried?: boolean }

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false }

  static getDerivedStateFromError(): State {
    return { failed: true }
  }

  readonly retry = (): void => {
    this.props.onRetry?.()
    this.setState({ failed: false, wasRetried: true })
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div role="alert" className="stack">
        <p>{this.props.part} could not be shown. Nothing was lost and nothing was written.</p>
        {this.state.wasRetried && <p>Where this stays so, open Postil again from the chart.</p>}
        <p>
          <button type="button" className="button" onClick={this.retry}>
            Show it again
          </button>
        </p>
      </div>
    )
  }
}
