/** The fan of futures of a plan, as a picture: bands of one hue and a middle line over the ages that matter. */
export function FuturesPicture(): React.JSX.Element {
  return (
    <svg viewBox="0 0 720 600" preserveAspectRatio="none">
      <path
        d="M0 505C240 470 480 300 720 40V600C480 590 240 545 0 515Z"
        fill="var(--rap-chart-1)"
        opacity="0.14"
      />
      <path
        d="M0 508C240 480 480 370 720 215V560C480 555 240 535 0 513Z"
        fill="var(--rap-chart-1)"
        opacity="0.2"
      />
      <path
        d="M0 511C240 495 480 450 720 365"
        fill="none"
        stroke="var(--rap-chart-1)"
        strokeWidth="2"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
