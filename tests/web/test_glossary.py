from portal import glossary


def test_terms_are_whole_and_stand_once():
    assert all(term.swedish and term.english and term.definition.endswith(".") for term in glossary.TERMS)
    names = [term.swedish.lower() for term in glossary.TERMS]
    assert len(names) == len(set(names))


def test_the_swedish_alphabet_ends_with_its_own_letters():
    names = [term.swedish for term in glossary.sorted_terms()]
    assert names.index("vårdval") < names.index("återkallelse") < names.index("återlämning")
