import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** One line of a form: label, field, remark, and what is wrong with it in a sentence. */
export function Field({ id, label, remark, error, children }: { id: string; label: string; remark?: string | undefined; error?: string | undefined; children: ReactNode }) {
  return (
    <>
      <label className="form-label" htmlFor={id}>{label}</label>
      <div className="form-field">
        {children}
        {error === undefined ? null : <span className="form-error" id={`${id}-error`} role="alert"><CircleAlert size={14} aria-hidden="true" />{error}</span>}
        {remark === undefined ? null : <span className="form-remark">{remark}</span>}
      </div>
    </>
  )
}

/** Attributes that tie an input to its sentence. */
export function invalid(id: string, error: string | undefined): { 'aria-invalid'?: true; 'aria-describedby'?: string } {
  return error === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-error` }
}
