const API = new URLSearchParams(location.search).get('api') ?? 'http://127.0.0.1:8080/graphql';

const FILM = `query FilmPage($slug: String!) {
  film(by: {slug: $slug}) {
    title
    status
    releaseDate { text }
    directors { name }
    cast(first: 6) {
      nodes {
        person { name }
        characters { name }
        priorWork(first: 3) { totalCount nodes { id title releaseDate { text } } }
      }
    }
  }
}`;

function element(name, text, children = []) {
  const made = document.createElement(name);
  made.append(text, ...children);
  return made;
}

function member({ person, characters, priorWork }) {
  const as = characters.map(({ name }) => name).filter(Boolean).join(' / ');
  const works = priorWork.nodes.map(({ title, releaseDate }) => {
    return element('li', releaseDate ? `${title} (${releaseDate.text})` : title);
  });
  const more = priorWork.totalCount > works.length ? [element('p', `${priorWork.totalCount} works before`)] : [];
  return element('section', '', [element('h2', as ? `${person.name} as ${as}` : person.name), element('ul', '', works), ...more]);
}

async function show(slug) {
  const response = await fetch(API, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: FILM, variables: { slug } }),
  });
  const { data, errors } = await response.json();
  const page = document.getElementById('film');
  if (!data?.film) {
    page.append(element('p', errors?.[0].message ?? 'There is no such film.'));
  } else {
    const { title, directors, releaseDate, cast } = data.film;
    document.title = title;
    const by = directors.map(({ name }) => name).join(', ');
    page.append(element('h1', title), element('p', [releaseDate?.text, by && `directed by ${by}`].filter(Boolean).join(', ')));
    page.append(...cast.nodes.map(member));
  }
  page.removeAttribute('aria-busy');
}

show(new URLSearchParams(location.search).get('film') ?? 'good-sex-wvu');
