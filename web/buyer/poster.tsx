/** A picture for a concert that has none: colours by its number, and its title. */
export function Poster({id, title, artist, large}: {
  id: number;
  title: string;
  artist: string;
  large?: boolean;
}) {
  return (
    <div class={`poster poster-${id % 6}${large ? ' is-large' : ''}`}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        <circle cx="78" cy="24" r="30" class="poster-sun" />
        <path d="M0 78 C25 60 40 92 62 74 S90 62 100 70 V100 H0 Z" class="poster-wave" />
        <path d="M0 88 C30 72 48 98 70 86 S92 80 100 84 V100 H0 Z" class="poster-wave" />
      </svg>
      <div class="poster-text">
        <span class="poster-title">{title}</span>
        <span class="poster-artist">{artist}</span>
      </div>
    </div>
  );
}
