/** What a narrow page shows one of at a time; a wide one shows both. */
export const SIDES = { query: "query", answer: "answer" };

const LABELS = { query: "Query", answer: "Answer" };

/** The tabs between query and answer. They are there on narrow pages alone, by the style sheet. */
export function Sides({ side, onChoose }) {
  return (
    <div className="sides" role="group" aria-label="What is shown">
      {Object.values(SIDES).map((one) => (
        <button key={one} type="button" aria-pressed={one === side} onClick={() => onChoose(one)}>
          {LABELS[one]}
        </button>
      ))}
    </div>
  );
}
