import classes from './sky.module.css';

const arcs = [150, 235, 330, 435, 550];

/** The product's picture: the sun at the horizon before a call of light. Decoration only. */
export function Sky() {
  return (
    <div className={classes.sky} aria-hidden="true">
      <svg
        aria-hidden="true"
        className={classes.picture}
        viewBox="0 0 900 640"
        preserveAspectRatio="xMidYMax slice"
      >
        {arcs.map((radius, index) => (
          <circle
            key={radius}
            cx="450"
            cy="560"
            r={radius}
            className={classes.arc}
            style={{ opacity: 0.55 - index * 0.1, animationDelay: `${index * 0.35}s` }}
          />
        ))}
        <circle cx="450" cy="560" r="78" className={classes.sun} />
        <rect x="-900" y="560" width="2700" height="400" className={classes.ground} />
      </svg>
    </div>
  );
}
