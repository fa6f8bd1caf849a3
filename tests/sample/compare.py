#!/usr/bin/env python3
"""Holds the bundled sample against comparison files that its user has.

    python3 tests/sample/compare.py [--sample FILE] [--made-from FILE ...] [--lists] FILE ...

It reads `api/crates/data/src/sample/founding.jsonl`, or the file that `--sample` names, finds the works and people
of the comparison files in it, and prints how many roles they confirm, and what they say otherwise. It needs nothing
but Python's standard library. No comparison file is part of the project, and CI does not run this.

What a file is shows in its columns:

  TMDB-like credits    CSV with `cast` and `crew`, both lists of objects in JSON or as Python writes them, with
                       `movie_id` or `id`, and `title`. The year comes from `release_date` in the same file, or in
                       another one that has `id` and `release_date` (and perhaps `imdb_id`).
  catalogue credits    CSV with `person_id`, `id`, `name`, `character` and `role` (`ACTOR` or `DIRECTOR`), and another
                       with `id`, `title`, `release_year` and `imdb_id`.
  streaming catalogue  CSV with `title`, `cast`, `director` and `release_year`; names are parted by commas.
  film metadata        CSV with `movie_title`, `title_year`, `director_name`, `actor_1_name` to `actor_3_name` and
                       `movie_imdb_link`, parted by commas or semicolons.
  Wikipedia's lists    JSON, a list of objects with `title`, `year` and `cast`.
  filmographies        CSV with `Actor`, `ActorID`, `Film`, `Year` and `FilmID`: the films of each of its people, and
                       not the casts of films.
  awards               TSV with `year`, `category`, `film`, `imdb_film`, `nominees`, `imdb_nominees` and `won`; lists
                       are parted by `|`, `,` or `;`. The Academy's years are those of the films.
  IMDb's tables        `.tsv` or `.tsv.gz` with the columns of title.basics, name.basics and title.principals, and of
                       title.crew where there is one. All of them have to be given. The category `crew` of a row of
                       title.principals says that somebody worked on it, and not at what; the ordering 0 says that a
                       row is not one of a list in the order of the billing.

A work is found by its IMDb identifier, or by a title (without regard to case, accents and punctuation) and a year that
differs by one at most; then it also has to share a person with the sample's work, so that namesakes stay apart. A
person is found by IMDb identifier, or by a name: the one that is shown, a further one, or the one in the credits.

Every role gets one of these:

  confirmed      a file has the person on the work, in the department
  person, work   a file has the person on the work, in another department or in none
  made from      only a file after `--made-from` has it: the sample was made from that, so it proves nothing
  contradicted   a file gives the role's character to somebody else, and none has the person on the work
  not found      files have people of the department on the work, down to this place in the billing, and not this
                 person; or one has the person's films, and not this one
  beyond         files have a cast of the work that ends before this place in the billing: most are cut off after some
                 ten names. Without a place, that among the work's other roles in the sample counts
  not compared   no file has people of the department on the work

Two shares are printed: what is confirmed of all roles of works whose cast (or crew) a file has, and the same without
those that lie beyond the end of every list. A role that only its own list has is among `made from` where no other file
knows the work's department.
"""

import argparse
import ast
import collections
import csv
import gzip
import io
import json
import pathlib
import re
import sys
import unicodedata

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "api/crates/data/src/sample/founding.jsonl"

IMDB_DEPARTMENTS = {
    "actor": "ACTING", "actress": "ACTING", "self": "ACTING", "archive_footage": "ACTING", "archive_sound": "ACTING",
    "director": "DIRECTING", "writer": "WRITING", "producer": "PRODUCTION", "cinematographer": "CAMERA",
    "composer": "MUSIC", "editor": "EDITING",
}
CHECKED = ("ACTING", "DIRECTING", "WRITING", "PRODUCTION", "CAMERA", "MUSIC", "EDITING")

# What no character is told apart by.
IDLE_WORDS = frozenset(
    "the a an of and voice uncredited mr mrs ms miss dr doctor sir lady lord king queen captain general agent officer "
    "detective professor young old older self himself herself additional voices various jr sr aka as credit only "
    "archive footage singing".split()
)


def folded(text):
    """A text without case, accents and punctuation."""
    text = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("ß", "ss"))
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = re.sub(r"(?<=\w)!(?=\w)", "i", text)
    text = text.replace("&", " and ").replace("'", "").replace("’", "").replace("ʻ", "")
    return re.sub(r"[\W_]+", " ", text).strip()


def title_keys(title):
    whole = folded(title)
    keys = {whole, re.sub(r"^(the|a|an) ", "", whole)}
    return {key.replace(" ", "") for key in keys if key} or {title}


def name_keys(name):
    """The spellings under which a name is looked for: with and without initials, `Jr.` and spaces, in any order."""
    words = folded(name).split()
    short = [word for word in words if len(word) > 1 and word not in ("jr", "sr", "ii", "iii", "iv")]
    keys = {"".join(words), "".join(sorted(words))}
    if len(short) > 1:
        keys.add("".join(short))
    if len(short) > 2:
        keys.add(short[0] + short[-1])
    return {key for key in keys if key}


def words_of(character):
    return {word for word in folded(character).split() if word not in IDLE_WORDS and len(word) > 1}


class Credit:
    """One person's work in one department, as a comparison file has it."""

    __slots__ = ("name", "imdb", "department", "characters")

    def __init__(self, name, department, imdb=None, characters=()):
        self.name, self.department, self.imdb = name, department, imdb
        self.characters = [c for c in characters if c]


class Film:
    """A work of a comparison file."""

    __slots__ = ("titles", "year", "imdb", "credits", "origin", "listed", "made_from")

    def __init__(self, titles, year, origin, imdb=None):
        self.titles, self.year, self.origin, self.imdb = [t for t in titles if t], year, origin, imdb
        self.credits, self.made_from = [], False
        # How many names its cast has, from the first on.
        self.listed = 0

    def add(self, credit, is_listed=True):
        self.credits.append(credit)
        self.listed += is_listed and credit.department == "ACTING"


def number(text):
    found = re.match(r"\s*(\d{4})", str(text or ""))
    return int(found.group(1)) if found else None


def identifier(text, prefix):
    found = re.search(prefix + r"\d{7,}", str(text or ""))
    return found.group(0) if found else None


def objects(text):
    """A list of objects in JSON, or as Python writes it."""
    if not text or not text.strip().startswith("["):
        return []
    try:
        return json.loads(text)
    except ValueError:
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError):
            return []


def opened(path):
    data = gzip.open(path).read() if str(path).endswith(".gz") else pathlib.Path(path).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


class Comparison:
    """What all comparison files together say."""

    def __init__(self):
        self.films = []
        self.awards = []
        self.births = {}
        self.names = {}
        # Of filmographies: the films of each person, by identifier and by name, and the last year.
        self.careers, self.last = collections.defaultdict(set), 0
        self.waiting = collections.defaultdict(list)

    def read(self, path, made_from):
        text, origin = opened(path), pathlib.Path(path).name
        before = len(self.films)
        if text.lstrip().startswith(("[", "{")):
            self.wikipedia(json.loads(text), origin)
        else:
            head = text[: text.find("\n")].rstrip("\r")
            separator = "\t" if "\t" in head else ";" if head.count(";") > head.count(",") else ","
            columns = [column.strip().strip('"') for column in head.split(separator)]
            if "tconst" in columns or "nconst" in columns:
                kind = ("names" if "primaryName" in columns else "principals" if "category" in columns
                        else "crew" if "directors" in columns and "primaryTitle" not in columns else "basics")
                self.waiting["imdb"].append((kind, text, origin, made_from))
                return
            csv.field_size_limit(sys.maxsize)
            rows = list(csv.DictReader(io.StringIO(text), columns, delimiter=separator))[1:]
            has = set(columns)
            if {"person_id", "id", "name", "role"} <= has:
                self.waiting["catalogue"].append((rows, origin, made_from))
            elif {"Actor", "ActorID", "Film", "FilmID"} <= has:
                self.filmographies(rows, origin)
            elif {"cast", "crew", "title"} <= has:
                self.waiting["tmdb"].append((rows, origin, made_from))
            elif {"movie_title", "title_year", "director_name"} <= has:
                self.metadata(rows, origin)
            elif {"imdb_film", "imdb_nominees"} <= has:
                self.awards += rows
            elif {"title", "cast", "release_year"} <= has:
                self.streaming(rows, origin)
            elif {"id", "title"} <= has and ("release_year" in has or "release_date" in has):
                self.waiting["titles"].append(rows)
            else:
                sys.exit(f"{origin}: no known columns: {', '.join(columns)}")
        for film in self.films[before:]:
            film.made_from = made_from

    def finish(self):
        """Joins the files that only make sense together."""
        titles = {row["id"]: row for rows in self.waiting["titles"] for row in rows if row.get("id")}
        for rows, origin, made_from in self.waiting["catalogue"]:
            films = {}
            for row in rows:
                about = titles.get(row["id"])
                if about is None:
                    continue
                film = films.get(row["id"])
                if film is None:
                    film = films[row["id"]] = Film([about["title"]], number(about.get("release_year")), origin,
                                                   identifier(about.get("imdb_id"), "tt"))
                    film.made_from = made_from
                department = {"ACTOR": "ACTING", "DIRECTOR": "DIRECTING"}.get(row["role"], row["role"])
                film.add(Credit(row["name"], department, None, [row.get("character") or ""]))
            self.films += films.values()
        for rows, origin, made_from in self.waiting["tmdb"]:
            for row in rows:
                about = titles.get(row.get("movie_id") or row.get("id"), row)
                film = Film([row["title"], about.get("original_title")], number(about.get("release_date")), origin,
                            identifier(about.get("imdb_id"), "tt"))
                film.made_from = made_from
                for one in objects(row["cast"]):
                    film.add(Credit(one["name"], "ACTING", None, [one.get("character") or ""]))
                for one in objects(row["crew"]):
                    department = {"Directing": "DIRECTING", "Writing": "WRITING", "Production": "PRODUCTION",
                                  "Camera": "CAMERA", "Editing": "EDITING"}.get(one.get("department"), "OTHER")
                    job = one.get("job") or ""
                    if "Composer" in job or job in ("Music", "Songs", "Original Music"):
                        department = "MUSIC"
                    if department == "DIRECTING" and "Director" not in job:
                        department = "OTHER"
                    film.add(Credit(one["name"], department))
                self.films.append(film)
        self.imdb()

    def imdb(self):
        tables = collections.defaultdict(list)
        for kind, text, origin, made_from in self.waiting["imdb"]:
            rows = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
            tables[kind].append((list(rows), origin, made_from))
        for rows, _, _ in tables["names"]:
            for row in rows:
                self.names[row["nconst"]] = row["primaryName"]
                self.births[row["nconst"]] = (number(row.get("birthYear")), number(row.get("deathYear")))
        films = {}
        for rows, origin, made_from in tables["basics"]:
            for row in rows:
                if row["tconst"] not in films:
                    film = Film([row["primaryTitle"], row.get("originalTitle")], number(row.get("startYear")),
                                origin, row["tconst"])
                    film.made_from = made_from
                    films[row["tconst"]] = film
        for rows, _, _ in tables["principals"]:
            for row in rows:
                film = films.get(row["tconst"])
                name = self.names.get(row["nconst"])
                if film is None:
                    continue
                characters = row.get("characters") or ""
                try:
                    characters = json.loads(characters)
                except ValueError:
                    characters = [] if characters == "\\N" else [characters]
                department = IMDB_DEPARTMENTS.get(row["category"], "OTHER")
                film.add(Credit(name, department, row["nconst"], characters), row.get("ordering") != "0")
        for rows, _, _ in tables["crew"]:
            for row in rows:
                film = films.get(row["tconst"])
                for column, department in (("directors", "DIRECTING"), ("writers", "WRITING")):
                    for one in (row.get(column) or "").split(","):
                        if film is not None and one.startswith("nm"):
                            film.add(Credit(self.names.get(one), department, one))
        self.films += films.values()

    def wikipedia(self, rows, origin):
        for row in rows:
            film = Film([row["title"]], number(row.get("year")), origin)
            for name in row.get("cast") or []:
                film.add(Credit(name, "ACTING"))
            self.films.append(film)

    def filmographies(self, rows, origin):
        films = {}
        for row in rows:
            year = number(row["Year"])
            film = films.get(row["FilmID"])
            if film is None:
                film = films[row["FilmID"]] = Film([row["Film"]], year, origin, row["FilmID"])
            film.add(Credit(row["Actor"], "ACTING", row["ActorID"]), False)
            self.last = max(self.last, year or 0)
            for person in (row["ActorID"], folded(row["Actor"])):
                self.careers[person].add(row["FilmID"])
        self.films += films.values()

    def streaming(self, rows, origin):
        for row in rows:
            film = Film([row["title"]], number(row.get("release_year")), origin)
            for column, department in (("cast", "ACTING"), ("director", "DIRECTING")):
                for name in (row.get(column) or "").split(","):
                    if name.strip():
                        film.add(Credit(name.strip(), department))
            self.films.append(film)

    def metadata(self, rows, origin):
        for row in rows:
            film = Film([row["movie_title"]], number(row.get("title_year")), origin,
                        identifier(row.get("movie_imdb_link"), "tt"))
            if row.get("director_name"):
                film.add(Credit(row["director_name"], "DIRECTING"))
            for at in "123":
                if row.get(f"actor_{at}_name"):
                    film.add(Credit(row[f"actor_{at}_name"], "ACTING"))
            self.films.append(film)


class Sample:
    def __init__(self, path):
        self.of = collections.defaultdict(dict)
        for line in pathlib.Path(path).read_text("utf-8").splitlines():
            if line.strip():
                record = json.loads(line)
                if record["type"] not in ("filmgraph", "tombstone"):
                    self.of[record["type"]][record["id"]] = record
        self.works, self.people = self.of["work"], self.of["person"]
        self.roles = collections.defaultdict(list)
        for role in self.of["role"].values():
            self.roles[role["work"]].append(role)

    def year(self, work):
        return number(work.get("releaseDate"))

    def title(self, work):
        title = work["title"]
        if work.get("series"):
            title = self.works[work["series"]]["title"] + ": " + title
        return f"{title} ({self.year(work) or '?'})"

    def keys(self, role):
        person = self.people[role["person"]]
        names = [person["name"], *(n["name"] for n in person.get("names", []))]
        if role.get("creditedAs"):
            names.append(role["creditedAs"])
        return set().union(*(name_keys(name) for name in names))

    def imdb(self, record):
        return record.get("externalIds", {}).get("IMDB")


def same_person(sample, role, credit, keys=None):
    mine = sample.imdb(sample.people[role["person"]])
    if mine and credit.imdb:
        return mine == credit.imdb
    return bool(credit.name) and not name_keys(credit.name).isdisjoint(keys or sample.keys(role))


def found(sample, comparison):
    """The comparison's films for each work of the sample, and the identifiers that differ."""
    by_imdb, by_title = collections.defaultdict(list), collections.defaultdict(list)
    for film in comparison.films:
        if film.imdb:
            by_imdb[film.imdb].append(film)
        for title in film.titles:
            for key in title_keys(title):
                by_title[key].append(film)
    films, differ = {}, []
    for work in sample.works.values():
        if work["kind"] == "EPISODE":
            continue
        mine, year = sample.imdb(work), sample.year(work)
        of_work = list(by_imdb.get(mine, [])) if mine else []
        seen = {id(film) for film in of_work}
        titles = [work["title"], work.get("originalTitle"), *(t["text"] for t in work.get("titles", []))]
        roles = [(role, sample.keys(role)) for role in sample.roles[work["id"]]]
        for key in set().union(*(title_keys(title) for title in titles if title)):
            for film in by_title.get(key, []):
                if id(film) in seen or film.year is None or year is None or abs(film.year - year) > 1:
                    continue
                shared = sum(any(same_person(sample, role, credit, keys) for role, keys in roles)
                             for credit in film.credits)
                if not shared:
                    continue
                seen.add(id(film))
                if mine and film.imdb and film.imdb != mine:
                    differ.append((work, film, shared))
                    continue
                of_work.append(film)
        films[work["id"]] = of_work
    return films, differ


def compare(sample, comparison):
    films, differ = found(sample, comparison)
    results, characters = {}, {}
    for work_id, of_work in films.items():
        work = sample.works[work_id]
        listed = max((film.listed for film in of_work if not film.made_from), default=0)
        # A person's films are all there, but those of the last year, which was not over.
        has_films = work["kind"] == "FILM" and (sample.year(work) or 9999) < comparison.last
        places = collections.Counter()
        for role in sample.roles[work_id]:
            places[role["department"]] += 1
            place = role.get("billing") or places[role["department"]]
            keys, department = sample.keys(role), role["department"]
            spoken, hit, elsewhere, own, taken = False, None, None, False, None
            told = [c["name"] for c in role.get("characters", []) if c.get("name")]
            person = sample.people[role["person"]]
            known_as = sample.imdb(person) or folded(person["name"])
            is_known = len(comparison.careers.get(known_as, ())) > 4
            for film in of_work:
                for credit in film.credits:
                    same = same_person(sample, role, credit, keys)
                    if film.made_from:
                        own = own or same
                        continue
                    spoken = spoken or credit.department == department
                    if same and credit.department == department:
                        hit = hit or film
                        if told and credit.characters:
                            mine = set().union(*(words_of(c) for c in told))
                            theirs = set().union(*(words_of(c) for c in credit.characters))
                            if mine and theirs and mine.isdisjoint(theirs):
                                characters.setdefault((role["id"], *sorted(theirs)), (role, credit.characters, film))
                    elif same:
                        elsewhere = elsewhere or film
                    elif department == credit.department == "ACTING" and credit.name and told:
                        theirs = {folded(c) for c in credit.characters}
                        if any(folded(c) in theirs and words_of(c) for c in told):
                            taken = taken or (credit.name, film.origin)
            if hit:
                results[role["id"]] = ("confirmed", hit.origin)
            elif elsewhere:
                results[role["id"]] = ("person, work", elsewhere.origin)
            elif spoken and taken:
                results[role["id"]] = ("contradicted", f"{taken[0]}, says {taken[1]}")
            elif spoken and department == "ACTING" and place > listed and not (has_films and is_known):
                results[role["id"]] = ("beyond", "")
            elif spoken:
                results[role["id"]] = ("not found", "")
            elif own:
                results[role["id"]] = ("made from", "")
            else:
                results[role["id"]] = ("not compared", "")
    for role in sample.of["role"].values():
        results.setdefault(role["id"], ("not compared", ""))
    return films, differ, results, characters.values()


def awards(sample, comparison):
    """The awards of the sample that an awards file confirms, and those that it has otherwise or not at all."""
    theirs = collections.defaultdict(list)
    for row in comparison.awards:
        theirs[number(row["year"])].append(row)
    confirmed, other = 0, []
    for award in sample.of["award"].values():
        if not theirs or award["award"] != "Academy Award":
            continue
        work = sample.works.get(award.get("work"), {})
        rows = [row for row in theirs[award["year"]]
                if folded(row["category"]) == folded(award["category"])
                and ((sample.imdb(work) and sample.imdb(work) == row["imdb_film"])
                     or title_keys(row["film"]) & title_keys(work.get("title", "")))]
        people = {sample.people[p]["name"]: sample.imdb(sample.people[p]) for p in award.get("people", [])}
        won = award["result"] == "WON"
        if any((row["won"].strip().lower() in ("yes", "true", "1")) == won
               and all(folded(name) in folded(row["nominees"]) or (imdb and imdb in row["imdb_nominees"])
                       for name, imdb in people.items()) for row in rows):
            confirmed += 1
        else:
            other.append(award)
    return confirmed, other


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sample", default=SAMPLE)
    parser.add_argument("--made-from", nargs="*", default=[], help="files that the sample was made from")
    parser.add_argument("--lists", action="store_true", help="print every role that is not confirmed, too")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    sample, comparison = Sample(options.sample), Comparison()
    for path in options.made_from:
        comparison.read(path, True)
    for path in options.files:
        comparison.read(path, False)
    comparison.finish()
    films, differ, results, characters = compare(sample, comparison)

    def line(role):
        person = sample.people[role["person"]]
        told = " / ".join(c.get("name") or c["description"] for c in role.get("characters", []))
        return (f"{sample.title(sample.works[role['work']])}: {person['name']}, {role['department']}"
                + (f" {role['billing']}" if "billing" in role else "") + (f", {told}" if told else "")
                + f" [{role['id']}]")

    counts = collections.Counter(result for result, _ in results.values())
    by_department = collections.Counter((sample.of["role"][role]["department"], result)
                                        for role, (result, _) in results.items())
    order = ("confirmed", "person, work", "contradicted", "not found", "beyond", "made from", "not compared")
    print(f"{len(results)} roles")
    for result in order:
        parts = ", ".join(f"{by_department[d, result]} {d}" for d in CHECKED if by_department[d, result])
        print(f"{counts[result]:6} {result:13} {parts}")
    for ranks, what in ((5, "of works whose cast or crew a file has"), (4, "without those beyond the end of every list")):
        if spoken := sum(counts[result] for result in order[:ranks]):
            print(f"{counts['confirmed'] / spoken:6.1%} of {spoken} {what}")

    whole = [work for work in sample.works.values() if work["kind"] != "EPISODE"]
    without = [work for work in whole if not any(not film.made_from for film in films[work["id"]])]
    print(f"\n{len(whole) - len(without)} of {len(whole)} works found; without comparison:")
    for work in without:
        print(f"  {work['kind']:11} {sample.title(work)} [{work['id']}]")

    print("\nYears that differ:")
    for work in whole:
        years = {film.year for film in films[work["id"]] if film.year and film.imdb}
        if years and sample.year(work) and sample.year(work) not in years:
            print(f"  {sample.title(work)}: {', '.join(map(str, sorted(years)))} [{work['id']}]")
    print("\nIdentifiers of works that differ:")
    for work, film, shared in differ:
        print(f"  {sample.title(work)}: {sample.imdb(work)}, {film.origin} has {film.imdb} with {shared} people shared")
    print("\nIdentifiers of works that are missing:")
    for work in whole:
        theirs = collections.Counter(film.imdb for film in films[work["id"]] if film.imdb)
        if not sample.imdb(work) and theirs:
            print(f"  {sample.title(work)}: {', '.join(theirs)} [{work['id']}]")
    print("\nPeople whose identifiers or years differ:")
    told = collections.defaultdict(set)
    for work_id, of_work in films.items():
        for role in sample.roles[work_id]:
            person, keys = sample.people[role["person"]], sample.keys(role)
            for film in of_work:
                for credit in film.credits:
                    if credit.imdb and credit.name and not name_keys(credit.name).isdisjoint(keys):
                        told[person["id"]].add(credit.imdb)
    for person_id, theirs in told.items():
        person = sample.people[person_id]
        if sample.imdb(person) and sample.imdb(person) not in theirs:
            print(f"  {person['name']}: {sample.imdb(person)}, a file has {', '.join(sorted(theirs))}")
    for person in sample.people.values():
        birth, death = comparison.births.get(sample.imdb(person), (None, None))
        for what, mine, other in (("birth", number(person.get("birthDate")), birth),
                                  ("death", number(person.get("deathDate")), death)):
            if other and mine != other and (mine or what == "death"):
                print(f"  {person['name']}: {what} {mine}, a file has {other}")
        name = comparison.names.get(sample.imdb(person))
        names = [person["name"], *(n["name"] for n in person.get("names", []))]
        if name and name_keys(name).isdisjoint(set().union(*map(name_keys, names))):
            print(f"  {person['name']}: {sample.imdb(person)} is {name} in a file")

    confirmed, other = awards(sample, comparison)
    if confirmed or other:
        print(f"\n{confirmed} Academy Awards confirmed, {len(other)} not found in the awards file:")
        for award in other:
            work = sample.works.get(award.get("work"), {}).get("title")
            print(f"  {award['year']} {award['category']}: {work}, {award['result']} [{award['id']}]")

    print("\nCharacters that share no word with those of a file:")
    for role, theirs, film in characters:
        print(f"  {line(role)}: {' / '.join(theirs)}, says {film.origin}")
    for wanted in ("contradicted", *(("person, work", "not found", "beyond", "made from") if options.lists else ())):
        print(f"\nRoles: {wanted}")
        for role, (result, why) in results.items():
            if result == wanted:
                print(f"  {line(sample.of['role'][role])}{': ' + why if why else ''}")


if __name__ == "__main__":
    main()
