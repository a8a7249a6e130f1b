exact (id)ᶜsorryAx _
