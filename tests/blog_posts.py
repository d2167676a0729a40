"""What the blog of the tests has published: posts in four languages, with pictures."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class BlogPicture:
    """A picture of a post; `seed` says which scene it shows."""

    path: str
    alt: str
    caption: str = ""
    size: tuple[int, int] = (900, 600)
    seed: int = 1


@dataclass(slots=True)
class BlogPost:
    """A post; change it, and the blog shows it changed."""

    slug: str
    language: str
    title: str
    paragraphs: list[str]
    author: str
    published: str
    """As a day: `2026-03-14`."""
    pictures: list[BlogPicture] = field(default_factory=list)
    description: str = ""
    url: str = ""
    """Where it is; known once the blog runs."""

    @property
    def path(self) -> str:
        """Its path on the blog."""
        return f"/posts/{self.slug}"


LENTILS = BlogPost(
    slug="red-lentil-soup",
    language="en",
    title="Red lentil soup in twenty minutes",
    description="A vegan weeknight soup with cumin, lemon and a spoon of chilli oil.",
    author="Nora Field",
    published="2026-03-14",
    paragraphs=[
        (
            "This red lentil soup is the one I make when nobody has planned anything. It needs one pot, twenty "
            "minutes and nothing that is not in the cupboard already. The lentils fall apart by themselves, so "
            "there is no blender to wash, and the whole pot is vegan without trying to be."
        ),
        (
            "Warm three spoons of olive oil and let a chopped onion turn soft in it. Add two cloves of garlic, a "
            "spoon of ground cumin and half a spoon of smoked paprika, and stir until the kitchen smells of it. "
            "Then come 250 grams of red lentils, a grated carrot and a litre of vegetable stock."
        ),
        (
            "After fifteen minutes the lentils are soft. Season with salt and the juice of a whole lemon, which "
            "is what makes this soup taste of something. Serve it with chilli oil, fresh coriander and warm "
            "flatbread. It keeps in the fridge for four days and freezes well."
        ),
    ],
    pictures=[
        BlogPicture("/pictures/lentil-soup.jpg", "A bowl of red lentil soup with coriander", "Ready in twenty minutes"),
        BlogPicture("/pictures/lentils-dry.jpg", "Dry red lentils in a jar", seed=2, size=(800, 1200)),
    ],
)

BALCONY = BlogPost(
    slug="herbs-on-a-north-balcony",
    language="en",
    title="Herbs that grow on a north balcony",
    description="Mint, parsley and chives need less sun than you think.",
    author="Nora Field",
    published="2026-02-02",
    paragraphs=[
        (
            "A balcony that never sees the sun is no reason to buy herbs in plastic. Mint, parsley, chives and "
            "lemon balm grow in bright shade, and mint even prefers it. I have kept all four in one long box for "
            "three summers now."
        ),
        (
            "Use a box of at least twenty centimetres depth, with holes at the bottom and a layer of clay "
            "pebbles. Mint goes into a pot of its own inside the box, for its roots take whatever they reach. "
            "Water in the morning, when the upper finger of soil is dry, and feed once a month."
        ),
        (
            "Cut often. A parsley that is cut every week stays tender until October, and chives come back within "
            "days. Rosemary, thyme and basil are for people with a south wall; leave them to those."
        ),
    ],
    pictures=[BlogPicture("/pictures/balcony-herbs.jpg", "A long box of herbs on a balcony", seed=3)],
)

PLUM_CAKE = BlogPost(
    slug="zwetschgenkuchen-vom-blech",
    language="de",
    title="Zwetschgenkuchen vom Blech mit Zimtstreuseln",
    description="Saftiger Hefeteig, reife Zwetschgen und knusprige Streusel mit Zimt.",
    author="Nora Field",
    published="2026-09-05",
    paragraphs=[
        (
            "Im September gibt es bei uns jeden Samstag Zwetschgenkuchen vom Blech. Der Hefeteig ist weich, die "
            "Zwetschgen sind reif, und die Streusel bekommen einen Löffel Zimt. Mehr braucht es nicht, und "
            "schlechter wird er dadurch auch am Sonntag nicht."
        ),
        (
            "Für den Teig 500 Gramm Mehl mit einem Würfel Hefe, 80 Gramm Zucker, 80 Gramm Butter und einem "
            "Viertelliter lauwarmer Milch verkneten und eine Stunde gehen lassen. Inzwischen anderthalb Kilo "
            "Zwetschgen waschen, entsteinen und der Länge nach einschneiden."
        ),
        (
            "Den Teig auf einem Blech ausrollen, die Zwetschgen dicht nebeneinander darauf stellen und die "
            "Streusel darüber geben. Bei 180 Grad backt der Kuchen etwa 40 Minuten. Er schmeckt lauwarm mit "
            "Schlagsahne am besten."
        ),
    ],
    pictures=[
        BlogPicture(
            "/pictures/zwetschgenkuchen.jpg", "Ein Blech Zwetschgenkuchen mit Streuseln", "Frisch vom Blech", seed=4
        )
    ],
)

TART = BlogPost(
    slug="tarte-aux-poireaux",
    language="fr",
    title="Tarte aux poireaux et au chèvre frais",
    description="Une tarte salée toute simple pour les soirs d'hiver.",
    author="Nora Field",
    published="2026-01-18",
    paragraphs=[
        (
            "Cette tarte aux poireaux est notre dîner du dimanche soir. La pâte se fait en cinq minutes, les "
            "poireaux fondent doucement dans le beurre, et le fromage de chèvre apporte ce qu'il faut de "
            "fraîcheur. On la mange tiède, avec une salade de mâche."
        ),
        (
            "Émincez quatre poireaux et faites-les cuire vingt minutes à feu doux, avec une noix de beurre et une "
            "pincée de sel. Battez trois œufs avec vingt centilitres de crème, ajoutez de la muscade et du "
            "poivre, puis mélangez le tout avec les poireaux."
        ),
        (
            "Versez sur la pâte, émiettez le chèvre par-dessus et enfournez à 190 degrés pendant trente-cinq "
            "minutes. La tarte se garde deux jours au frais et se réchauffe très bien au four."
        ),
    ],
    pictures=[BlogPicture("/pictures/tarte-poireaux.jpg", "Une tarte aux poireaux dorée", seed=5)],
)

GAZPACHO = BlogPost(
    slug="gazpacho-de-sandia",
    language="es",
    title="Gazpacho de sandía para los días de calor",
    description="Una sopa fría de tomate y sandía que se prepara en diez minutos.",
    author="Nora Field",
    published="2026-07-21",
    paragraphs=[
        (
            "Cuando hace demasiado calor para encender el fuego, preparamos gazpacho de sandía. La fruta le da un "
            "punto dulce, el vinagre lo equilibra, y en diez minutos está todo en la nevera. A los niños les "
            "gusta más que el gazpacho de siempre."
        ),
        (
            "Triture un kilo de tomates maduros con medio kilo de sandía sin pepitas, medio pepino, un diente de "
            "ajo y un trozo de pan del día anterior. Añada aceite de oliva, una cucharada de vinagre de Jerez y "
            "sal, y vuelva a triturar hasta que quede fino."
        ),
        (
            "Déjelo enfriar al menos dos horas. Se sirve muy frío, con daditos de pepino y unas hojas de menta. "
            "Aguanta tres días en la nevera, bien tapado."
        ),
    ],
    pictures=[BlogPicture("/pictures/gazpacho-sandia.jpg", "Un vaso de gazpacho de sandía con menta", seed=6)],
)


def published() -> list[BlogPost]:
    """Return what the blog has published, each post one's own to change."""
    return [
        replace(post, paragraphs=list(post.paragraphs), pictures=list(post.pictures))
        for post in (LENTILS, BALCONY, PLUM_CAKE, TART, GAZPACHO)
    ]
