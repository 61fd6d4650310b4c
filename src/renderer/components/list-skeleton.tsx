import { Skeleton } from './skeleton.tsx'

/** A list that waits for its first rows: never zeros. */
export function ListSkeleton({ label, rows = 22 }: { label: string; rows?: number }) {
  return (
    <div className="list-skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index}><Skeleton width={64} height={8} /><Skeleton width={`${24 + ((index * 37) % 22)}%`} height={8} /><Skeleton width={`${10 + ((index * 53) % 14)}%`} height={8} /></div>
      ))}
    </div>
  )
}
