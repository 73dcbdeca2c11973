"""Leader Academy: a compact course that ends where the live training begins.

The packages are features, and data moves through them from below to above:

    application   builds the app: the one place that knows every part
    web · config · cli   what holds for every page · every setting · the commands
    privacy · landing    what touches everybody's data · the front door
    logbook · authoring · booking    what people come for
    learning · invoicing    what is recorded
    content · accounts    what is there, and who
    core    database, jobs, mail

A package imports only from rows below its own; neighbours do not know each other.
"""
