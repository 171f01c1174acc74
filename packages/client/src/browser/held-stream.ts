/** A stream of the same identity for all its life, whose tracks come and go. */
export class HeldStream {
  #stream: MediaStream | undefined;

  /** Null while it holds nothing. */
  get stream(): MediaStream | null {
    return this.#stream === undefined || this.#stream.getTracks().length === 0
      ? null
      : this.#stream;
  }

  /** Holds these and no others. */
  show(given: readonly (MediaStreamTrack | null)[]): void {
    const tracks = given.filter((track) => track !== null);
    // Made when there is something to hold: a page that only declines needs no media at all.
    if (tracks.length > 0) this.#stream ??= new MediaStream();
    for (const track of this.#stream?.getTracks() ?? []) {
      if (!tracks.includes(track)) this.#stream?.removeTrack(track);
    }
    for (const track of tracks) this.#stream?.addTrack(track);
  }
}
