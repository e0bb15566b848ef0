/** Keeps a fault in one part of the screen from taking the others with it. */
import { Component, type ReactNode } from 'react'

type Props = { readonly part: string; readonly children: ReactNode }
type State = { readonly failed: boolean }

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false }

  static getDerivedStateFromError(): State {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div role="alert" className="stack">
        <p>{this.props.part} could not be shown. Nothing was lost and nothing was written.</p>
        <p>
          <button type="button" className="button" onClick={() => this.setState({ failed: false })}>
            Show it again
          </button>
        </p>
      </div>
    )
  }
}
