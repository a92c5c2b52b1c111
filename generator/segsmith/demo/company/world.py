"""What the company's world is made of: places, names, jobs, goods."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where a contact lives; `names` picks the pool of first and last names."""

    country: str
    state: str
    city: str
    time_zone: str
    names: str
    weight: int


PLACES: tuple[Place, ...] = (
    Place("Germany", "", "Berlin", "Europe/Berlin", "german", 13),
    Place("Germany", "", "Munich", "Europe/Berlin", "german", 11),
    Place("Germany", "", "Hamburg", "Europe/Berlin", "german", 7),
    Place("Germany", "", "Freiburg", "Europe/Berlin", "german", 4),
    Place("Austria", "", "Innsbruck", "Europe/Vienna", "german", 5),
    Place("Switzerland", "", "Zürich", "Europe/Zurich", "german", 5),
    Place("Netherlands", "", "Utrecht", "Europe/Amsterdam", "dutch", 4),
    Place("France", "", "Grenoble", "Europe/Paris", "french", 5),
    Place("Sweden", "", "Göteborg", "Europe/Stockholm", "nordic", 3),
    Place("Poland", "", "Kraków", "Europe/Warsaw", "polish", 3),
    Place("United Kingdom", "", "Sheffield", "Europe/London", "english", 6),
    Place("USA", "CA", "Oakland", "America/Los_Angeles", "english", 8),
    Place("USA", "CA", "San Diego", "America/Los_Angeles", "english", 4),
    Place("USA", "WA", "Seattle", "America/Los_Angeles", "english", 4),
    Place("USA", "CO", "Boulder", "America/Denver", "english", 5),
    Place("USA", "TX", "Austin", "America/Chicago", "english", 4),
    Place("USA", "NY", "Brooklyn", "America/New_York", "english", 5),
    Place("Canada", "BC", "Vancouver", "America/Vancouver", "english", 4),
    Place("Canada", "QC", "Montréal", "America/Toronto", "french", 3),
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES: dict[str, tuple[str, ...]] = {
    "german": _words(
        "Anna Ben Clara David Emil Franziska Greta Hannes Ida Jonas Jörg Katrin Lena Lukas Maja "
        "Moritz Nele Ole Paula Rüdiger Sophie Theo Ümit Valentin Wiebke Yasemin"
    ),
    "english": _words(
        "Aaliyah Aidan Beth Caleb Daisy Elijah Fatima Grace Hugo Imani Jack Keisha Liam Mateo "
        "Naomi Owen Priya Quinn Rosa Siobhán Tyler Uma Violet Wei Xavier Zoë"
    ),
    "french": _words(
        "Amélie Bastien Chloé Didier Élodie François Gaëlle Hélène Inès Jérôme Léa Mathieu "
        "Noémie Olivier Renée Sébastien"
    ),
    "dutch": _words("Anouk Bram Daan Eva Femke Joost Lotte Maartje Sanne Thijs Wouter"),
    "nordic": _words("Åsa Björn Ebba Freja Gunnar Ingrid Lars Maja Nils Saga Sören"),
    "polish": _words("Agnieszka Bartosz Ewa Jakub Kasia Łukasz Marta Paweł Zofia"),
}

LAST_NAMES: dict[str, tuple[str, ...]] = {
    "german": _words(
        "Albrecht Bauer Becker Çelik Dietz Engel Fuchs Groß Hartmann Huber Jung Keller Köhler "
        "Lorenz Meyer Müller Neumann Öztürk Peters Richter Schäfer Schulz Vogel Weiß Yıldız "
        "Ziegler"
    ),
    "english": _words(
        "Adeyemi Brooks Carter Chen Diaz Edwards Flores Garcia Hughes Ibrahim Johnson Kim Lopez "
        "McAllister Nguyễn O'Brien O'Neill Patel Quigley Reid Singh Turner Vasquez Walker "
        "Young"
    ),
    "french": _words(
        "Bélanger Caron Dubois Fournier Gagnon L'Heureux Lefèvre Moreau Nadeau Petit Roux Tremblay"
    ),
    "dutch": _words("Bakker Dekker Jansen Kuipers Mulder Smit Visser Vos Willems"),
    "nordic": _words("Andersson Berg Dahl Eriksson Holm Lindqvist Nyström Söderberg"),
    "polish": _words("Kowalski Lewandowska Mazur Nowak Wiśniewski Wójcik Zając"),
}

JOB_TITLES: tuple[str, ...] = (
    "Software Developer",
    "Senior Developer",
    "Frontend Developer",
    "Marketing Manager",
    "Head of Marketing",
    "Content Marketing Lead",
    "Teacher",
    "Nurse",
    "Mountain guide",
    "Architect",
    "Physiotherapist",
    "Office Manager",
    "People & Culture Lead",
    "Student",
    "Civil engineer",
    "Photographer",
)

SOURCES: tuple[str, ...] = ("website", "referral", "instagram", "trade_fair", "store", "partner")

INTERESTS: tuple[str, ...] = ("hiking", "climbing", "camping", "trail_running", "ski_touring")

INDUSTRIES: tuple[str, ...] = (
    "Software",
    "Media",
    "Tourism",
    "Education",
    "Health care",
    "Construction",
    "Retail",
)

COMPANY_FIRST: tuple[str, ...] = _words(
    "Alpen Blauberg Cascade Delta Ember Fjord Granit Harbor Isar Juniper Kiefer Lark Meridian "
    "Nord Orchard Pine Quarz Ridge Saltwater Tannen Umbra Vista Wander Yarrow Zephyr"
)

COMPANY_LAST: tuple[str, ...] = (
    "Works",
    "Systems",
    "Collective",
    "GmbH",
    "Studios",
    "Logistics",
    "Partners",
    "Labs",
    "Schools",
    "Clinics",
    "Travel",
    "& Sons",
)


class Product(NamedTuple):
    """An article; the price is in euros."""

    product_id: str
    category: str
    price: float


PRODUCTS: tuple[Product, ...] = (
    Product("p01", "hiking", 189.00),
    Product("p02", "hiking", 129.90),
    Product("p03", "hiking", 24.90),
    Product("p04", "hiking", 79.50),
    Product("p05", "climbing", 64.90),
    Product("p06", "climbing", 219.00),
    Product("p07", "climbing", 15.90),
    Product("p08", "climbing", 94.00),
    Product("p09", "camping", 349.00),
    Product("p10", "camping", 89.90),
    Product("p11", "camping", 39.90),
    Product("p12", "camping", 19.90),
    Product("p13", "trail_running", 139.00),
    Product("p14", "trail_running", 34.90),
    Product("p15", "trail_running", 74.90),
    Product("p16", "ski_touring", 489.00),
    Product("p17", "ski_touring", 169.00),
    Product("p18", "ski_touring", 59.90),
    Product("p19", "winter_wear", 229.00),
    Product("p20", "winter_wear", 44.90),
)
