import type { ButtonHTMLAttributes, Ref } from 'react'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger'
  readonly small?: boolean
  readonly iconOnly?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

/** The one button. An icon-only one must be given an aria-label. */
export function Button({ look = 'plain', small = false, iconOnly = false, className, type = 'button', ...rest }: ButtonProps) {
  const classes = ['button', look === 'plain' ? '' : look, small ? 'small' : '', iconOnly ? 'icon-only' : '', className ?? '']
  return <button type={type} className={classes.filter((name) => name !== '').join(' ')} {...rest} />
}
