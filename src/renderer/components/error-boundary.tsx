import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'

interface Props {
  /** What broke, as the reader calls it: "The event list". */
  readonly name: string
  readonly children: ReactNode
}

/** One pane's fault stays in that pane; the others go on and so does the collecting. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(`${this.props.name} failed to draw`, error, info.componentStack)
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    const details = `${error.name}: ${error.message}`
    return (
      <div className="empty" role="alert">
        <strong>{this.props.name} could not be drawn.</strong>
        <p>Collecting and counting go on; only this pane stopped. Draw it again, and if it stays this way, copy the details for the engineer.</p>
        <div className="actions">
          <Button onClick={() => { this.setState({ error: null }) }}>Draw it again</Button>
          <CopyButton words label="Copy details" text={details} />
        </div>
        <details className="details"><summary>Details</summary><div className="mono"><span>{details}</span></div></details>
      </div>
    )
  }
}
