/** The product's mark. */
export function Mark({ size = 26 }: { readonly size?: number }): React.JSX.Element {
  return <img src="/mark.svg" width={size} height={size} alt="" />;
}
